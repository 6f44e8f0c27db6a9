const shared = { n: 1 };
const original = {
  a: [1, , 3], s: 'x', u: undefined, nul: null, nan: NaN, neg: -0, date: new Date(5), re: /a+/gi,
  map: new Map([[shared, new Set([1, 'b', shared])]]), shared, boxed: [new Number(1), new String('s'), new Boolean(false)],
  bytes: new Uint16Array([1, 2, 3]).subarray(1), buffer: new Uint8Array([9, 8]).buffer, view: new DataView(new ArrayBuffer(4), 1, 2),
  error: Object.assign(new RangeError('far', { cause: shared }), { extra: 1 }), get getter() { return 42; },
};
original.self = original;
const copy = structuredClone(original);
console.log(copy !== original, copy.self === copy, copy.shared !== shared, [...copy.map.keys()][0] === copy.shared);
console.log([...copy.map.values()][0].has(copy.shared), [...[...copy.map.values()][0]].length);
console.log(copy.a.length, 1 in copy.a, 'u' in copy, Object.is(copy.neg, -0), copy.getter);
console.log(copy.date instanceof Date, copy.date.getTime(), copy.re.source, copy.re.flags, copy.re.lastIndex);
console.log(copy.boxed.map((b) => typeof b + Object.prototype.toString.call(b)).join());
console.log(copy.bytes.constructor.name, copy.bytes.join(), copy.bytes.byteOffset, copy.bytes.buffer.byteLength);
console.log(copy.buffer.byteLength, new Uint8Array(copy.buffer).join(), copy.view.byteOffset, copy.view.byteLength);
console.log(copy.error instanceof RangeError, copy.error.message, copy.error.cause === copy.shared, copy.error.extra);
class Point {
  #hidden = 1;
  constructor() { this.x = 1; }
  get y() { return 2; }
}
const point = structuredClone(new Point());
console.log(point.constructor === Object, Object.keys(point).join(), point.y);
console.log(Object.keys(structuredClone({ [Symbol('s')]: 1, b: 2 })).join(), structuredClone(new (class extends Array {})(3)).constructor.name);
const two = structuredClone([shared, shared]);
console.log(two[0] === two[1]);
console.log(structuredClone(Object.create({ inherited: 1 })).inherited, structuredClone(Object.create(null)) instanceof Object);
console.log([1, 's', true, null, undefined, NaN].map((v) => String(structuredClone(v))).join());
void 0;
