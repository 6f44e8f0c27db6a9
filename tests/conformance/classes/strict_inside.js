// All of a class is strict code.
class A { m() { undeclared = 1; } static f() { return this; } }
try { new A().m(); } catch (e) { console.log(e.name); }
const f = A.f;
console.log(f());
for (const bad of ['class A { m(a, a) {} }', 'class A { m() { with (a) {} } }', 'class A { m() { 010 } }', 'class let {}', 'class A { constructor() {} constructor() {} }', 'class A { get constructor() {} }', 'class A { static prototype() {} }', 'class A { constructor() { super(); } }', 'class static {}', 'class A extends B { m() { super(); } }']) {
  try { new Function(bad); console.log(bad, 'accepted'); } catch (e) { console.log(bad, e.name); }
}
