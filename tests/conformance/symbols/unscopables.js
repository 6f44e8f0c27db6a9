console.log(Object.keys(Array.prototype[Symbol.unscopables]).includes('keys'), Object.getPrototypeOf(Array.prototype[Symbol.unscopables]));
var values = 'outer values';
with ([1, 2]) console.log(values, length, join('-'));
const env = { x: 1, y: 2 };
var x = 'outer x';
with (env) { console.log(x); env[Symbol.unscopables] = { x: true }; console.log(x); x = 'written'; }
console.log(env.x, x);
