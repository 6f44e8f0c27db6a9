class List extends Array {
  last() { return this[this.length - 1]; }
  static get [Symbol.species]() { return Array; }
}
const l = List.from([1, 2, 3]);
console.log(l.length, l.last(), l instanceof List, Array.isArray(l), l.map((x) => x) instanceof List, l.concat([4]).length);
l.push(4);
l[9] = 'x';
console.log(l.length, new List(3).length, List.of(7).last());
class Failure extends Error {
  constructor(message, code) { super(message); this.code = code; this.name = 'Failure'; }
}
const f = new Failure('broken', 7);
console.log(f instanceof Error, f instanceof Failure, String(f), f.code, f.stack.split('\n')[0], Object.prototype.toString.call(f));
class M extends Map { get(k) { return super.get(k) ?? 'default'; } }
const m = new M([['a', 1]]);
console.log(m.get('a'), m.get('b'), m.size, m instanceof Map);
class S extends Set { add(v) { return super.add(v * 2); } }
console.log([...new S([1, 2])].join());
class P extends Promise { tagged() { return 'tagged'; } }
console.log(P.resolve(1).then(() => {}).tagged(), new P(() => {}) instanceof Promise);
class F extends Function { twice(...a) { return this(...a) * 2; } }
console.log(new F('a', 'return a + 1').twice(1));
class N extends Number { double() { return this * 2; } }
console.log(new N(21).double());
class R extends RegExp { test(s) { return !super.test(s); } }
console.log(new R('a').test('b'));
class D extends Date { year() { return this.getUTCFullYear(); } }
console.log(new D(0).year());
class U extends Uint8Array { sum() { return this.reduce((a, b) => a + b, 0); } }
new U([1, 2, 300]).sum();
