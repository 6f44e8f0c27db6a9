// When addInitializer's functions run, and for whom.
const log = [];
const d = label => (value, { kind, addInitializer }) => {
  addInitializer(function () { log.push(`${label} ${typeof this} ${Object.keys(this).join()}`); });
};
class Base { constructor() { log.push('base'); } }
class C extends Base {
  a = 1;
  @d('b') b = 2;
  @d('m') m() {}
  @d('c') accessor c = 3;
  e = 4;
  @d('g') get g() { return 1; }
}
new C();
console.log(log.join('\n'));
const bound = (value, { name, addInitializer }) => { addInitializer(function () { this[name] = value.bind(this); }); };
class B { v = 42; @bound m() { return this.v; } }
const { m } = new B();
console.log(m());
