class Point { constructor() { this.x = 1; } #p = 2; get g() { return 3; } }
class Empty {}
class Sub extends Point { y = new Map([['k', { deep: [1] }]]); }
console.log(new Point(), new Empty(), new Sub());
console.log(Point, class {}, Sub, function f() {}, () => {}, async () => {}, function* gen() {}, async function* ag() {});
console.log(new Map([[1, 'a'], ['b', { c: 2 }]]), new Set(['x', 1]), new WeakMap(), Symbol('s'), [Symbol('t')]);
console.log({ [Symbol('key')]: 1, get a() { return 1; }, set a(v) {}, set b(v) {}, m() {} });
console.log([1, , 3], [undefined, null], { __proto__: null, a: 1 }, Object.create({ inherited: 1 }));
console.log(Promise.resolve(5), new Promise(() => {}), (function* () {})());
console.log([new Date(0), /x/g, new Error('e').message, new Uint8Array(3), new ArrayBuffer(2).byteLength]);
console.log(Object.assign(() => {}, { prop: 1 }), Object.assign([1], { named: 2 }));
