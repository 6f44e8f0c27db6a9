// A with object is asked for a name when it is looked up, and again when it is read or written.
const log = [];
const spy = (target) => new Proxy(target, {
  has(t, key) { if (typeof key === 'string' && key.length === 1) log.push('has ' + key); return key in t; },
  get(t, key) { if (typeof key === 'string' && key.length === 1) log.push('get ' + key); return t[key]; },
  set(t, key, value) { log.push('set ' + key); t[key] = value; return true; },
});
const done = (...result) => (console.log(log.join(', '), ...result), log.length = 0);
const strict = (f) => { try { return f(); } catch (error) { return error.message; } };
const o = { a: 1, f() { return this === p; } };
const p = spy(o);
with (p) {
  done(a);
  done(a = 2);
  done(a += 1);
  done(a++);
  done(f());
  done(typeof a);
}
console.log(o.a);
let scope = { x: 1 };
with (scope) {
  console.log((() => { x = (delete scope.x, 2); return scope.x; })());
  console.log(strict(function () { 'use strict'; x = (delete scope.x, 3); }), 'x' in scope);
}
scope = { get x() { delete this.x; return 2; } };
with (scope) console.log(strict(function () { 'use strict'; return x += 1; }), 'x' in scope);
scope = { x: 1, get [Symbol.unscopables]() { delete this.x; } };
with (scope) console.log(x);
scope = { x: 1, get [Symbol.unscopables]() { delete this.x; } };
with (scope) console.log(strict(function () { 'use strict'; return x; }));
const later = [];
for (let i = 0; i < 2; i++) with ({ i: 'with ' + i }) later.push((text) => [i, eval(text)].join());
console.log(later.map((f) => f('i')));
