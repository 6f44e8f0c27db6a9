// JavaScript of the attacks on built-in functions: values that are too large, too deep, endless or lying, and a list of all
// functions that a script can reach. Runs in a jail; hostile by intention.
#ifndef ISOBOX_TESTS_SUPPORT_HOSTILE_VALUES_H
#define ISOBOX_TESTS_SUPPORT_HOSTILE_VALUES_H

namespace isobox::testing {

/// Defines `make`, an object of functions that each make one such value, within a heap of 32 MiB.
inline constexpr const char* kHostileValues = R"js(
var chain = (n, first, next) => { var v = first; for (var i = 0; i < n; i++) v = next(v); return v; };
var list = (n, item) => { var a = []; for (var i = 0; i < n; i++) a.push(item(i)); return a; };
var endless = value => ({[Symbol.iterator]: () => ({next: () => ({done: false, value})})});
var make = {
  vastList: () => ({length: 9007199254740991}), largeList: () => ({length: 4294967295}),
  text: () => 'ab'.repeat(1.5e6), wide: () => '\u00e9\ud83d\ude00'.repeat(5e5), digits: () => '12'.repeat(1e6),
  address: () => 'http://a/' + '%61'.repeat(3e5) + '?' + 'a=b&'.repeat(3e5), alike: () => 'a'.repeat(1e6) + 'b',
  array: () => new Array(4e5).fill(1), words: () => list(3e4, i => 'k' + i), holes: () => new Array(4294967295),
  sparse: () => { var a = []; a[4294967294] = 1; return a; }, circle: () => { var a = []; a.push(a, a); return a; },
  bytes: () => new Uint8Array(8e6), numbers: () => new Float64Array(5e5), buffer: () => new ArrayBuffer(8e6),
  growing: () => new ArrayBuffer(1e6, {maxByteLength: 8e6}), dataView: () => new DataView(new ArrayBuffer(1e6)),
  deepArray: () => chain(5e4, [], v => [v]), deepObject: () => chain(5e4, {}, a => ({a})),
  deepPrototype: () => chain(1e5, {}, v => Object.create(v)), causes: () => chain(2e4, new Error('x'), cause => new Error('y', {cause})),
  proxies: () => chain(3e4, [], v => new Proxy(v, {})), callProxies: () => chain(3e4, function () {}, v => new Proxy(v, {})),
  bound: () => chain(3e4, function () {}, f => f.bind(null)), boundMore: () => chain(2e3, function () {}, f => f.bind(null, 1)),
  liar: () => new Proxy({}, {
    get: (t, k) => k === 'length' ? 9007199254740991 : k === 'then' ? undefined : 1, has: () => true, set: () => true,
    ownKeys: () => list(2e4, i => 'k' + i), defineProperty: () => true, deleteProperty: () => true,
    getOwnPropertyDescriptor: () => ({value: 1, configurable: true, enumerable: true, writable: true})}),
  mirror: () => { var p = new Proxy({}, {get: (t, k) => k === 'length' ? 1e9 : p, getPrototypeOf: () => p}); return p; },
  keys: () => { var o = {}; for (var i = 0; i < 4e4; i++) o['k' + i] = i; return o; },
  map: () => new Map(list(4e4, i => [i, i])), set: () => new Set(list(4e4, i => i)),
  ones: () => endless(1), pairs: () => endless([1, 2]), generator: () => (function* () { for (;;) yield 1; })(),
  setLike: () => ({size: Infinity, has: () => true, keys: () => ({next: () => ({done: false, value: {}})})}),
  asyncOnes: () => ({[Symbol.asyncIterator]: () => ({next: () => Promise.resolve({done: false, value: 1})})}),
  pattern: () => /(a|b|ab)*c/g, sticky: () => /(x+x+)+y/y, date: () => new Date(8.64e15),
  loop: () => function loop() { for (;;); }, deeper: () => function deeper() { return deeper.apply(this, arguments); },
  same: () => x => x, subclass: () => class extends Array {}, species: () => ({constructor: {[Symbol.species]: () => make.array()}, length: 1e6}),
  converts: () => ({valueOf: () => 1e9, toString: () => 'ab'.repeat(1e6)}), thenable: () => ({then(r) { r(this); }}),
  options: () => ({depth: Infinity, showHidden: true, maximumFractionDigits: 100, minimumIntegerDigits: 21, once: true}),
  pending: () => new Promise(() => {}), minus: () => -1, safe: () => 9007199254740991, nan: () => NaN, vast: () => 1e308,
  million: () => 1e6, u32: () => 4294967295, one: () => 1, nothing: () => undefined, none: () => null, symbol: () => Symbol('s'),
  word: () => 'abc', plain: () => ({}),
};
)js";

/// Paths of all functions that can be reached from the global object and from what syntax makes, one a line. A session may
/// not end itself, so `process.exit` and its kin are left out, and so is what the tests define.
inline constexpr const char* kFunctionPaths = R"js((function () {
  var out = [], seen = new Set([make, chain, list, endless]);
  function path(of, key) {
    if (typeof key === 'symbol') return key.description.startsWith('Symbol.') ? of + '[' + key.description + ']' : null;
    return of + '[' + JSON.stringify(key) + ']';
  }
  function walk(value, at, depth) {
    if (at === null || depth > 5 || value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) return;
    seen.add(value);
    if (typeof value === 'function') out.push(at);
    for (var key of Reflect.ownKeys(value)) {
      var own = Object.getOwnPropertyDescriptor(value, key), to = path(at, key);
      if (to === null || own === undefined) continue;
      if ('value' in own) { walk(own.value, to, depth + 1); continue; }
      var described = 'Object.getOwnPropertyDescriptor(' + at + ', ' + (typeof key === 'symbol' ? key.description : JSON.stringify(key)) + ')';
      if (value === globalThis || globalThis[at.slice(12, -2)] === value) try { walk(value[key], to, depth + 1); } catch (e) {}
      walk(own.get, described + '.get', depth + 1);
      walk(own.set, described + '.set', depth + 1);
    }
    walk(Object.getPrototypeOf(value), 'Object.getPrototypeOf(' + at + ')', depth + 1);
  }
  walk(globalThis, 'globalThis', 0);
  for (var text of ['(function* () {})', '(async function () {})', '(async function* () {})', '[][Symbol.iterator]()', '"".matchAll(/a/g)',
                    '""[Symbol.iterator]()', 'new Map().entries()', 'new Set().values()', '[].values().map(x => x)', 'Iterator.from({next() {}})',
                    'new Intl.NumberFormat().format', 'new Intl.Collator().compare', 'new Intl.DateTimeFormat().format',
                    'new URLSearchParams().entries()', 'new AbortController().signal']) walk(eval(text), text, 1);
  return out.filter(f => !/"(exit|reallyExit|abort|kill)"\]$/.test(f)).join('\n');
})())js";

}  // namespace isobox::testing

#endif
