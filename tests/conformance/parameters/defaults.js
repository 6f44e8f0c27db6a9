// Defaults are evaluated at the call, from left to right, and see the parameters before them.
let calls = 0;
const next = () => ++calls;
function f(a = next(), b = a + 1, c = () => a + b) { return [a, b, c()]; }
console.log(f().join(), f(10).join(), f(10, 20).join(), f(undefined, null).join());
console.log(calls, f.length, ((a, b = 1, c) => 0).length, ((...r) => 0).length);
function scope(x, g = () => x) { var x = 'body'; return [x, g()]; }
console.log(scope('param').join());
function hidden(g = () => typeof inner) { var inner = 1; return g(); }
console.log(hidden());
function changes(a, b = (a = 'changed')) { return a; }
changes('given');
