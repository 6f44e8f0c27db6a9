const o = { a: 1, b: 2, [Symbol.unscopables]: { b: true } };
var b = 'outer';
with (o) {
  console.log(a, b);
  a = 10;
  var c = 'var';
  let d = 'let';
  console.log(eval('a + d'));
}
console.log(o.a, c, 'c' in o);
with (Object.assign([], { name: 'list' })) console.log(name, typeof push, typeof keys_);
var keys_;
function f(o) { with (o) { return (function () { return x; })(); } }
console.log(f({ x: 'closure' }));
with ({ f() { return this.tag; }, tag: 'receiver' }) console.log(f());
with ({ get x() { return 'getter'; }, set x(v) { console.log('set', v); } }) { x = 5; console.log(typeof x, delete missing_); }
try { with (null) ; } catch (e) { console.log(e.name); }
const p = new Proxy({}, { has(t, k) { console.log('has', String(k)); return k === 'virtual'; }, get(t, k) { return k === Symbol.unscopables ? undefined : 'from proxy'; } });
with (p) virtual;
