const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join(' ');
const encoder = new TextEncoder();
console.log(encoder.encoding, hex(encoder.encode('aé€😀\ud800x')), encoder.encode().length);
const room = new Uint8Array(5);
console.log(JSON.stringify(encoder.encodeInto('é€😀', room)), hex(room));
const decoder = new TextDecoder();
console.log(decoder.encoding, decoder.fatal, decoder.ignoreBOM);
console.log(JSON.stringify(decoder.decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xc3, 0xa9]))));
console.log(JSON.stringify(new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))));
const wrong = [[0xff], [0xc3], [0xe2, 0x82], [0xe2, 0x82, 0x41], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x80, 0x80], [0xe0, 0x80, 0xaf]];
for (const bytes of wrong) {
  let fatal = 'accepted';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes));
  } catch (e) {
    fatal = e.name + ' ' + e.code;
  }
  console.log(hex(bytes), escape(decoder.decode(new Uint8Array(bytes))), fatal);
}
const parts = new TextDecoder();
let text = '';
for (const byte of encoder.encode('\ufeffaé€😀')) text += parts.decode(new Uint8Array([byte]), { stream: true });
text += parts.decode();
console.log(escape(text));
console.log(escape(new TextDecoder('utf-16le').decode(new Uint8Array([0x3d, 0xd8, 0x00, 0xde, 0x61, 0, 0, 0xd8]))));
console.log(escape(new TextDecoder('utf-16le').decode(new Uint8Array([0x61, 0, 0x62]))));
console.log(new TextDecoder('latin1').encoding, escape(new TextDecoder('latin1').decode(new Uint8Array([0x80, 0x9f, 0xa0, 0xff, 0x41]))));
console.log(new TextDecoder(' UTF8\n').encoding, new TextDecoder('unicode').encoding);
for (const label of ['utf-7', 'x', ''])
  try {
    new TextDecoder(label);
  } catch (e) {
    console.log(e.name, e.code);
  }
console.log(decoder.decode(new ArrayBuffer(2)).length, decoder.decode(new DataView(new Uint8Array([97, 98, 99]).buffer, 1)));
for (const bad of [1, 'x', {}])
  try {
    decoder.decode(bad);
  } catch (e) {
    console.log(e.name, e.code);
  }
console.log(String(encoder), String(decoder), TextEncoder.name, TextDecoder.length, Object.keys(TextDecoder.prototype).sort().join());
void 0;
