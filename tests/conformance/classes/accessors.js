class A {
  static #v = 1;
  static get v() { return this.#v; }
  static set v(x) { this.#v = x * 2; }
  get [Symbol.toStringTag]() { return 'Tagged'; }
  get constructor_() { return 'c'; }
  static get name() { return 'renamed'; }
}
A.v = 4;
console.log(A.v, String(new A()), A.name);
const d = Object.getOwnPropertyDescriptor(A, 'v');
console.log(d.get.name, d.set.name, d.enumerable, d.configurable, 'prototype' in d.get);
class OnlyGet { get x() { return 1; } }
new OnlyGet().x = 5;
try { (function () { 'use strict'; new OnlyGet().x = 5; })(); } catch (e) { console.log(e.name); }
class Half extends OnlyGet { set x(v) {} }
new Half().x;
