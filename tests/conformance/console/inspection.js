class A {
  static s = 1;
}
class B extends A {}
console.log(A, B, class {}, class extends A {}, [A, B]);
console.log(async () => {}, function* g() {}, async function* h() {}, async function k() {}, Object.assign(function f() {}, { a: 1 }), [() => {}]);
const rejected = Promise.reject(3);
rejected.catch(() => {});
console.log(Promise.resolve(1), new Promise(() => {}), rejected, [Promise.resolve('x')], { p: Promise.resolve({ a: { b: { c: 1 } } }) });
class Mine extends Promise {}
console.log(new Mine(() => {}), Mine.resolve(1), Object.assign(Promise.resolve(1), { extra: 2 }));
console.log((function* () {})(), [1, 2][Symbol.iterator](), 'x'[Symbol.iterator](), new WeakMap(), new WeakSet());
const trimmed = (error) => {
  error.stack = error.stack.split('\n')[0] + '\n    at place';
  return error;
};
console.log(trimmed(new Error('with cause', { cause: 'c' })));
console.log([trimmed(Object.assign(new Error('m', { cause: { a: 1 } }), { code: 'X' }))]);
console.log(trimmed(new AggregateError([1, 2], 'several')));
class ValidationError extends Error {}
console.log(trimmed(new ValidationError('bad')), trimmed(new DOMException('m', 'AbortError')));
console.log({ get a() { return 1; }, set a(v) {}, get b() { return 1; }, set c(v) {} }, { [Symbol('k')]: 1, 'a-b': 2, 3: 4 });
console.log(new Proxy({ a: 1 }, {}), new Proxy(function f() {}, {}), new Proxy([1], {}), Object.create(null), Object.create(A.prototype));
console.log(['日本語', '中文', 'あ', 'い', 'う', 'え', 'お', 'か'], new Uint8Array(3), [[[[1]]]]);
void 0;
