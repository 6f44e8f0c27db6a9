const A = class {};
const B = class Inner { static who() { return Inner.name; } };
const o = { C: class {}, ['D' + 1]: class {}, E: class { static name() {} } };
console.log(A.name, B.name, B.who(), typeof Inner, o.C.name, o.D1.name, typeof o.E.name);
console.log((class {}).name === '', (class { static name = 5; }).name);
class Self { static copy = Self; }
const Alias = Self;
console.log(Alias.copy === Alias);
try { class X { static m() { X = 1; } } X.m(); } catch (e) { console.log(e.name); }
class Y {}
Y = 2;
console.log(Y);
console.log([class {}, class Z {}].map((c) => c.name).join('|'));
new (class { constructor() { this.v = new.target.name.length; } })().v;
