const bytes = crypto.getRandomValues(new Uint8Array(32)), more = crypto.getRandomValues(new Uint8Array(32));
console.log(bytes.length, bytes.some((b) => b !== 0), bytes.join() !== more.join());
const words = new Uint32Array(4);
console.log(crypto.getRandomValues(words) === words);
const uuids = new Set(Array.from({ length: 100 }, () => crypto.randomUUID()));
console.log(uuids.size, [...uuids].every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)));
const counts = new Uint8Array(60000);
crypto.getRandomValues(counts);
const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
console.log(mean > 125 && mean < 130);
for (const bad of [new Float32Array(1), [1], new ArrayBuffer(1), new Uint8Array(65537), undefined])
  try {
    crypto.getRandomValues(bad);
    console.log('filled');
  } catch (e) {
    console.log(e.name);
  }
console.log(crypto.getRandomValues(new Uint8Array(65536)).length, String(crypto));
void 0;
