// The `this` of decorators: the object that a member expression found them in.
const seen = [];
const o = { name: 'o', d() { seen.push(this && this.name); }, inner: { name: 'inner', d() { seen.push(this && this.name); } },
  make() { return function () { seen.push(this && this.name); }; } };
function f() { 'use strict'; seen.push(this); }
class Base {
  #d() { seen.push('private ' + (this instanceof Base)); }
  static test(b) { class X { @b.#d m() {} } }
}
@o.d @o.inner.d @f @(o.d) @o.make()
class A {
  @o.d x; @o.inner.d static m() {} @(o['d']) accessor z; @((0, o.d)) y;
}
Base.test(new Base());
console.log(seen);
