for (const bad of [() => {}, Symbol('s'), { f() {} }, [function named() {}], new WeakMap(), new WeakSet(), Promise.resolve(), new Proxy({}, {}), new Map([[1, Symbol.iterator]])])
  try {
    structuredClone(bad);
    console.log('cloned');
  } catch (e) {
    console.log(e.name, e.code, e instanceof DOMException);
  }
try {
  structuredClone();
} catch (e) {
  console.log(e.name, e.code);
}
try {
  structuredClone({ get a() { throw new RangeError('from the getter'); } });
} catch (e) {
  console.log(e.name, e.message);
}
const buffer = new Uint8Array([1, 2, 3]).buffer, moved = structuredClone({ buffer }, { transfer: [buffer] });
console.log(buffer.byteLength, moved.buffer.byteLength, new Uint8Array(moved.buffer).join());
for (const transfer of [[buffer, buffer], [1]])
  try {
    structuredClone(1, { transfer });
  } catch (e) {
    console.log(e.name);
  }
let deep = {};
for (let i = 0; i < 100000; i++) deep = { deep };
try {
  structuredClone(deep);
  console.log('cloned');
} catch (e) {
  console.log(e.name);
}
void 0;
