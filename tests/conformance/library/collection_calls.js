// Map, Set and their weak kin when a call is not the usual one: receivers, zeros, arguments too few and too many, `new`, keys
// that change tables, and properties that are read and written on the way.
const show = f => { try { return f(); } catch (e) { return e.name; } };
const map = new Map([['a', 1]]), set = new Set(['a']), weak = new WeakMap(), key = {};

console.log(map.get('a', 'more'), map.get(), map.set('a', 2, 3) === map, map.get('a'), set.add('b', 'c') === set, set.size);
console.log(map.set('only') === map, map.get('only'), map.has('only'), set.add() === set, set.has(undefined), set.has());
map.set(-0, 'zero');
set.add(-0);
console.log(map.get(0), map.get(-0), Object.is([...map.keys()].pop(), 0), Object.is([...set].pop(), 0), map.has(0 / -5), set.has(0));
map.set(1, 'one').set(NaN, 'none').set(1n, 'big').set(true, 'yes').set(null, 'null');
console.log(map.get(3 / 3), map.get(0.5 * 2), map.get(0 / 0), map.get(2n - 1n), map.get(!0), map.get(null), map.get('1'));

for (const bad of [{}, [], 1, 'text', undefined, new Set(), new WeakMap(), Object.create(map), new Proxy(map, {})]) {
  const held = {get: map.get, set: map.set, has: map.has};
  console.log(show(() => held.get.call(bad, 'a')), show(() => held.set.call(bad, 'a', 1)), show(() => held.has.call(bad, 'a')));
}
const borrowed = {get: map.get, has: set.has, add: set.add};
console.log(show(() => borrowed.get('a')), show(() => borrowed.has('a')), show(() => borrowed.add('a')), show(() => (0, map.get)('a')));
console.log(show(() => new map.get('a')), show(() => new set.add('a')), show(() => new weak.get(key)));

weak.set(key, 'held');
const proxied = new Proxy(key, {});
console.log(weak.get(key), weak.has(key), weak.get(proxied), weak.has(proxied), weak.get(Symbol.iterator), weak.has('text'), weak.get());
console.log(new WeakSet([key]).has(key), show(() => weak.get.call(new WeakSet(), key)), show(() => weak.has.call(map, key)));

const grown = new Map(), seen = new Set();
let sum = 0;
for (let i = 0; i < 5000; i++) {
  grown.set('k' + i % 700, i);
  seen.add(i % 900);
  if (i % 3 === 0) grown.delete('k' + i % 100);
}
for (const [name, value] of grown) sum += value + name.length;
console.log(grown.size, seen.size, sum);

class Counted extends Map {
  get(name) { return super.get(name) ?? 0; }
  set(name, value) { return super.set(name, value + 1); }
}
console.log(new Counted().set('x', 1).get('x'), new Counted().get('y'), new Counted([['z', 5]]).get('z'));
const replaced = new Map([['a', 1]]);
replaced.get = () => 'own';
console.log(replaced.get('a'), Map.prototype.get.call(replaced, 'a'));

// Reading and writing by name.
const getter = {get x() { return this.y; }, set x(v) { this.y = v; }, y: 1};
getter.x = 7;
const child = Object.create(getter), frozen = Object.freeze({a: 1}), list = [1, 2, 3];
child.x = 8;
child.y++;
console.log(child.x, getter.x, Object.keys(child).join(), show(() => { 'use strict'; frozen.a = 2; }), frozen.a);
const inherited = Object.create(frozen);
console.log(show(() => { 'use strict'; inherited.a = 2; }), 'a' in inherited, Object.keys(inherited).length);
list.length = 1;
list.name = 'list';
list['2'] = 'third';
console.log(list.length, list.name, list[1], list['length'], show(() => { 'use strict'; Object.freeze(list).name = 1; }));
(function (a) {
  arguments.extra = 1;
  arguments[0] = 'mapped';
  console.log(a, arguments.extra, arguments.length, 'abc'.length, 'abc'[1], Object('abc').length, [].missing, new Uint8Array(3).length);
})('first');
const typed = new Uint8Array(2);
typed['1.5'] = 1;
typed.named = 2;
console.log(typed['1.5'], typed.named, Object.keys(typed).join());
