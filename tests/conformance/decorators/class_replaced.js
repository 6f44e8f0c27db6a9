// A class's decorators may put another one in its place.
const log = [];
let original;
const wrap = (value, { name, addInitializer }) => {
  original = value;
  addInitializer(function () { log.push(`extra ${this.name} ${this === value}`); });
  return class Wrapped extends value { extra = 'wrapped ' + name; };
};
@wrap class C {
  static self = this;
  static byName = () => C;
  static own = this === original;
  static { log.push('block ' + (this === C) + ' ' + (this === original)); }
  me() { return C; }
  static accessor acc = 7;
}
const c = new C();
console.log(C.name, original.name, c.extra, c instanceof original, C.self === C, C.byName() === C, C.own);
console.log(c.me() === C, Object.keys(C).join(), Object.keys(original).join(), C.acc);
console.log(log.join('\n'));
const D = @(v => function Plain() { return { plain: new v().x }; }) class { x = 1; };
console.log(D.name, new D());
const E = @((v, { name }) => { log.push('E is ' + name); }) class { static n = this.name; };
console.log(E.name, E.n, log.pop());
let seen;
@((v, c) => { seen = c.name; }) class F {}
console.log(seen);
