function F() { return { t: new.target }; }
console.log(new F().t === F, F().t, Reflect.construct(F, [], Array).t === Array);
class A { constructor() { this.t = new.target; } }
class B extends A {}
console.log(new B().t === B, Reflect.construct(A, [], B) instanceof B);
class Abstract {
  constructor() { if (new.target === Abstract) throw new TypeError('abstract'); }
}
class Concrete extends Abstract {}
new Concrete();
try { new Abstract(); } catch (e) { console.log(e.message); }
const arrow = function () { return (() => new.target)(); };
console.log(arrow());
const o = { m() { return new.target; }, get g() { return new.target; } };
console.log(o.m(), o.g);
try { eval('new.target'); } catch (e) { console.log(e.name); }
(function () { return eval('new.target'); })() === undefined;
