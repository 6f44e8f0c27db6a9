const s = Symbol('method');
const o = { [s]() { return 1; } };
console.log(o, String(s), [s].map(String), typeof s);
console.log(Symbol.iterator, Symbol.for('x y'), Symbol());
