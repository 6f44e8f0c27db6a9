// Replaced methods, accessors and fields.
const twice = f => function (...a) { return [f.apply(this, a), f.apply(this, a)].join('+'); };
const plus = n => v => v + n;
const around = ({ get, set }, { name }) => ({
  get() { return `<${get.call(this)}>`; },
  set(v) { set.call(this, v * 2); },
  init(v) { return `${v}@${String(name)}:${typeof this}`; },
});
class C {
  base = 10;
  @twice method(x) { return this.base + x; }
  @twice static method(x) { return 'static' + x; }
  @twice get got() { return this.base; }
  @((f) => function (v) { f.call(this, v + 1); }) set put(v) { this.stored = v; }
  @(() => plus('b')) @(() => plus('a')) field = 'x' + this.base;
  @(() => plus('b')) static field = 'y';
  @(() => function (v) { return [v, this.base]; }) none;
  @around accessor acc = 'start';
  @around static accessor sacc = 'begin';
  @around accessor #pacc = 'hidden';
  @twice #secret(x) { return 'secret' + x; }
  @(() => plus('!')) #pf = 'pf';
  @twice static #ss() { return 'ss'; }
  all() { return [this.#secret(1), this.#pf, this.#pacc, (this.#pacc = 4, this.#pacc), C.#ss()]; }
}
const c = new C();
c.put = 5;
console.log(c.method(1), C.method(2), c.got, c.stored, c.field, C.field, c.none);
console.log(c.acc, (c.acc = 21, c.acc), C.sacc, (C.sacc = 4, C.sacc));
console.log(c.all());
