// The rest has its own enumerable properties, symbols too, without what was taken.
const s = Symbol('s');
const source = Object.create({ inherited: 1 }, {
  a: { value: 'a', enumerable: true }, b: { value: 'b', enumerable: true }, hidden: { value: 'h' },
  [s]: { value: 'sym', enumerable: true },
});
const { a, ...rest } = source;
console.log(Object.keys(rest).join(), rest[s], 'inherited' in rest, 'hidden' in rest);
const key = { toString() { console.log('key asked'); return 'b'; } };
const { [key]: taken, ...others } = source;
console.log(taken, Object.keys(others).join());
const { ...copy } = [1, 2];
console.log(JSON.stringify(copy), JSON.stringify((({ ...all }) => all)('ab')));
