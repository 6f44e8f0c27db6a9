// Equal elements keep their order; undefined comes last, holes behind it; a comparison may say what it likes.
const pairs = Array.from({length: 200}, (_, i) => ({key: (i * 7) % 5, i}));
pairs.sort((a, b) => a.key - b.key);
console.log(pairs.every((p, n) => n === 0 || pairs[n - 1].key < p.key || pairs[n - 1].i < p.i));
console.log([3, undefined, 1, , 2, undefined].sort());
console.log([10, 9, 1, 'b', true, null, 'B'].sort().join());
console.log(['ä', 'a', 'z', '😀', '\uffff'].sort().join(' '));
console.log([3, 1, 2].sort(() => NaN).join(), [3, 1, 2].sort((a, b) => String(a - b)).join(), [2, 1].sort((a, b) => ({valueOf: () => a - b})).join());
console.log(Array.prototype.sort.call({0: 'b', 1: 'a', length: 2})[0], [].sort.length, [].sort.name);
for (const wrong of [null, 1, {}])
  try {
    [1].sort(wrong);
  } catch (e) {
    console.log(e.name);
  }
try {
  Object.freeze([2, 1]).sort();
} catch (e) {
  console.log(e.name);
}
const seen = [];
const log = new Proxy([2, 1], {get(t, k) { seen.push('get ' + String(k)); return t[k] }, set(t, k, v) { seen.push('set ' + k); t[k] = v; return true }});
log.sort();
console.log(seen.join('; '));
