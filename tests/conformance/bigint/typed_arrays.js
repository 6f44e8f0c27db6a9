// BigInt64Array, BigUint64Array and what DataView has for them.
const signed = new BigInt64Array([1n, -1n, 2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n + 5n]);
console.log(signed, new BigUint64Array(signed.buffer), new BigUint64Array(signed));
console.log(signed.length, signed.byteLength, BigInt64Array.BYTES_PER_ELEMENT, BigUint64Array.name, Object.prototype.toString.call(signed));
signed[0] = 7n; signed[9] = 1n;
signed.fill(3n, 3);
console.log(signed, signed[9], signed.at(-1), signed.includes(3n), signed.indexOf(7n), signed.indexOf(7), signed.lastIndexOf(3n));
console.log(signed.map(x => x * 2n), signed.filter(x => x > 0n), signed.slice(1, 3), signed.subarray(3), signed.toReversed(), signed.with(0, -9n));
console.log(signed.sort(), new BigUint64Array([5n, 2n ** 63n, 1n]).sort(), new BigInt64Array([5n, -3n, 1n]).toSorted((a, b) => (a < b ? 1 : -1)));
console.log(signed.join(), [...signed.entries()][0], signed.reduce((a, b) => a + b), BigInt64Array.from([1n, 2n], x => x + 1n), BigInt64Array.of(1n, '2', true));
signed.set([8n, 9n], 1); signed.set(new BigUint64Array([2n ** 64n - 1n]));
console.log(signed, signed.copyWithin(3, 0, 2));
for (const wrong of [() => new BigInt64Array([1]), () => signed.fill(1), () => signed.set([1]), () => signed.set(new Int8Array(1)), () => new BigInt64Array(new Int8Array(1)), () => new Float64Array(signed), () => { signed[0] = 1; }, () => { signed[99] = 1; }, () => signed.with(0, 1)])
  try { wrong(); console.log('accepted'); } catch (e) { console.log(e.name); }
const view = new DataView(new ArrayBuffer(16));
view.setBigInt64(0, -2n); view.setBigUint64(8, 2n ** 63n + 1n, true);
console.log(view.getBigInt64(0), view.getBigUint64(0), view.getBigInt64(8, true), view.getBigUint64(8), view.getUint8(15));
for (const wrong of [() => view.getBigInt64(9), () => view.setBigInt64(0, 1), () => view.setBigInt64(0)])
  try { wrong(); console.log('accepted'); } catch (e) { console.log(e.name); }
console.log(Object.getPrototypeOf(BigInt64Array) === Object.getPrototypeOf(Int8Array), Object.getPrototypeOf(BigInt64Array.prototype) === Object.getPrototypeOf(Int8Array.prototype));
class Mine extends BigInt64Array {}
console.log(new Mine([1n]) instanceof BigInt64Array, new Mine([1n]).map(x => x).constructor === Mine);
