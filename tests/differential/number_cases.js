// Random numbers and texts of numbers, made and answered the same in any engine: process.argv is SEED FIRST COUNT. Prints for
// each block of 1000 cases a hash of its answers; with a fourth argument the answers of the one block, a line each.
const [seed, first, count] = process.argv.slice(2, 5).map(Number);
const verbose = process.argv.length > 5;
const kBlock = 1000;

let state = 0;
function word() {  // mulberry32
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return (t ^ (t >>> 14)) >>> 0;
}
const below = (n) => word() % n;
const pick = (list) => list[below(list.length)];

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);
function anyDouble() {
  words[0] = word();
  words[1] = word();
  return double[0];
}
const makers = [
  anyDouble,
  anyDouble,
  () => below(2) ? word() : -word(),
  () => word() * 4294967296 + word(),
  () => word() / 10 ** below(12),
  () => Number((below(2) ? '' : '-') + below(1000) + '.' + below(1e6) + 'e' + (below(640) - 320)),
  () => 2 ** (below(2100) - 1074),
  () => 2 ** below(1023) * (1 + 2 ** -52 * (below(5) - 2)),
  () => Number('1e' + (below(617) - 308)) * (1 + 2 ** -52 * (below(5) - 2)),
  () => Number.MIN_VALUE * below(100),
  () => below(2000) / 2 + 0.5,
  () => (below(2000000) + 0.5) / 10 ** below(8),
  () => pick([0, -0, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308, 9007199254740993, 0.1, 1e21, 1e-7]),
];

const digits = (n) => { let s = ''; for (let i = below(n) + 1; i > 0; i--) s += below(10); return s; };
const texts = [
  () => digits(25),
  () => digits(20) + '.' + digits(25),
  () => '.' + digits(30),
  () => digits(4) + '.' + digits(4) + pick(['e', 'E']) + pick(['', '+', '-']) + below(400),
  () => digits(800) + 'e-' + below(800),
  () => '0.' + '0'.repeat(below(330)) + digits(40),
  () => pick(['0x', '0X', '0b', '0o', '0B', '0O']) + digits(25),
  () => String(anyDouble()),
  // The middle between two doubles, and a hair beside it.
  () => { const x = 2 ** 53 + below(1e9) * 2; return String(oddAbove(x)) + pick(['', '.0', '.5', '.' + '0'.repeat(below(40)) + '1']); },
  () => pick(['', ' ', '\n\t', '\u00a0', '+', '-', '+ ', '--']) + pick(['1', '.', '1.', '.1', 'Infinity', 'infinity', 'Inf', 'NaN', '1_0', '1e', '1e+', 'e1', '0x', '0xg', '1n', '\u0661']) +
        pick(['', ' ', '\ufeff', 'x', ';', '.', '.5']),
];
// What may stand around a number, and what may not.
const before = ['', '', '', ' ', '\n', '\ufeff\t', '-', '+', ' -', '- '];
const after = ['', '', '', ' ', '\u2028', '\0', 'x', '.', '.5', 'e', 'e1', '_1', 'n', ' 1', '\u200b', 'z'.repeat(30)];
// An odd integer above 2^53, whose neighbours are the doubles beside it.
function oddAbove(even) {
  const text = String(even);
  return text.slice(0, -1) + (Number(text.slice(-1)) + 1);
}

function answer(maker) {
  const x = maker();
  // Other numbers than these have no digits in other bases that all engines agree on.
  const whole = Math.trunc(x) % 2 ** 53;
  const got = [String(x), JSON.stringify(x), whole.toString(2 + below(35))];
  got.push(x.toFixed(below(101)), x.toPrecision(1 + below(100)), x.toExponential(below(101)), x.toExponential());
  got.push(Object.is(Number(got[0]), x) || x === 0, x | 0, x >>> 0, Math.fround(x), x % 7, Math.trunc(x), Math.round(x), Math.sign(x));
  const bare = pick(texts)(), text = pick(before) + bare + pick(after);
  let json = 'refused';
  try { json = JSON.parse(text); } catch {}
  got.push(json, parseInt(text, pick([2, 4, 8, 10, 16, 32])), Number(bare), parseFloat(bare), parseInt(bare));
  got.push(JSON.stringify(text), Number(text), parseFloat(text), parseInt(text), parseInt(text, 2 + below(35)));
  return got.map((part) => Object.is(part, -0) ? '-0' : String(part)).join(' ');
}

function hashed(hash, text) {
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

for (let block = first; block < first + count; block++) {
  state = (seed + Math.imul(block, 0x9e3779b1)) >>> 0;
  let hash = 0x811c9dc5;
  for (let i = 0; i < kBlock; i++) {
    const text = answer(makers[i % makers.length]);
    if (verbose) console.log(text);
    hash = hashed(hash, text);
  }
  if (!verbose) console.log(block + ' ' + hash);
}
