const grouped = Object.groupBy([1, 2, 3, 4, 5], (n, i) => (n % 2 ? 'odd' : 'even') + (i > 3 ? '!' : ''));
console.log(JSON.stringify(grouped), Object.getPrototypeOf(grouped), Object.groupBy.length, Object.groupBy.name);
const key = {}, map = Map.groupBy(['a', 'bb', 'c'], (s) => (s.length === 1 ? key : s));
console.log(map.get(key).join(), map.get('bb').join(), map.size);
console.log((await Array.fromAsync([1, Promise.resolve(2), 3], async (n) => n * 2)).join());
async function* letters() { yield 'a'; yield 'b'; }
console.log((await Array.fromAsync(letters())).join(), (await Array.fromAsync({ length: 2, 0: 'x', 1: Promise.resolve('y') })).join());
await Array.fromAsync(null).catch((e) => console.log(e.name));
await Array.fromAsync([Promise.reject(new RangeError('r'))]).catch((e) => console.log(e.message));
console.log([3, 1, 2].toSorted().join(), [1, 2].toReversed().join(), [1, 2, 3].with(1, 9).join(), [1, 2, 3].toSpliced(1, 1, 'x', 'y').join());
console.log('a\ud800'.isWellFormed(), escape('a\ud800b'.toWellFormed()), [1, 2, 3].findLast((n) => n < 3), [1, 2, 3].at(-1));
console.log(escape('\u0041\u030a\u0323'.normalize()), escape('\u1e9b\u0323'.normalize('NFD')), escape('\u1e9b\u0323'.normalize('NFKC')), escape('ﬁ①가'.normalize('NFKD')), escape('각'.normalize('NFD').normalize('NFC')));
try {
  'x'.normalize('NFX');
} catch (e) {
  console.log(e.name);
}
void 0;
