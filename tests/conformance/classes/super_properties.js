const base = { hello() { return 'base ' + this.tag; }, get g() { return 'g ' + this.tag; }, set s(v) { this.stored = v; }, n: 1 };
const o = {
  __proto__: base, tag: 'o',
  hello() { return 'o+' + super.hello(); },
  getG() { return super.g; },
  setS(v) { super.s = v; super.plain = v + 1; return [this.stored, this.plain]; },
  computed(k) { return super[k]; },
  update() { super.n++; return [super.n, this.n]; },
  arrow() { return (() => super.hello())(); },
};
console.log(o.hello(), o.getG(), o.setS(5).join(), o.computed('n'), o.update().join(), o.arrow());
const borrowed = { tag: 'borrowed', hello: o.hello };
console.log(borrowed.hello());
Object.setPrototypeOf(o, { hello() { return 'changed'; } });
console.log(o.hello());
class A { static s() { return 'static ' + this.name; } }
class B extends A { static s() { return super.s(); } m() { return super.missing; } del() { delete super.x; } }
console.log(B.s(), new B().m());
try { new B().del(); } catch (e) { console.log(e.name + ': ' + e.message); }
