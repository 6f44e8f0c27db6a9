const x = 1, y = 2;
const key = 'computed';
const o = {
  x, y,
  method() { return 'm'; },
  get g() { return 'g'; },
  set g(v) { console.log('set', v); },
  [key + 1]: 'c1',
  [`${key}2`]() { return 'c2'; },
  get [key + 3]() { return 'c3'; },
  'string key': 1,
  0.5: 'half',
  if: 'reserved',
  async: 1, get: 2, set: 3, static: 4, of: 5, await: 6,
  async *gen() {},
  async am() {},
  *g2() {},
};
o.g = 5;
console.log(Object.keys(o).join());
console.log(o.method(), o.g, o.computed1, o.computed2(), o.computed3, o[0.5], o.if, o.async + o.get + o.set + o.static + o.of + o.await);
console.log({ a: 1, a: 2 }.a, { ['a']: 1, a: 2, ['a']: 3 }.a);
const p = { __proto__: { inherited: 1 }, ['__proto__']: 2 };
console.log(p.inherited, Object.keys(p).join());
const __proto__ = 3;
const s = { __proto__ };
console.log(Object.keys(s).join(), Object.getPrototypeOf(s) === Object.prototype);
Object.keys({ b: 1, 2: 1, a: 1, 1: 1 });
