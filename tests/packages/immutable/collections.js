// Persistent collections: small ones in full, large ones by their digests.
const {List, Map, OrderedMap, Set, OrderedSet, Stack, Record, Seq, Range, Repeat, Collection, fromJS, is, hash, isIndexed, merge, mergeDeep, getIn, setIn, updateIn, removeIn, isImmutable, isOrdered, version} = require('immutable');

const show = (label, ...values) => console.log(label + ':', ...values.map((v) => (v && v.toString && isImmutable(v) ? v.toString() : JSON.stringify(v))));

console.log(version);
const list = List([1, 2, 3, 4, 5]);
show('List', list.push(6), list.unshift(0), list.set(1, 20), list.insert(2, 99), list.delete(0), list.setSize(3), list.pop(), list.shift(), list, list.get(-1), list.update(0, (n) => n * 10));
show('List, views', list.map((n) => n * n), list.filter((n) => n % 2), list.reduce((a, b) => a + b), list.slice(1, -1), list.reverse(), list.interpose(0), list.interleave(List(['a', 'b'])), list.zip(List('abc')), list.splice(1, 2, 'x'), list.flatMap((n) => Repeat(n, n)), list.groupBy((n) => n % 2), list.skipWhile((n) => n < 3), list.takeLast(2), list.partition((n) => n > 2));
show('List, find', list.findIndex((n) => n > 3), list.indexOf(3), list.includes(9), list.max(), list.minBy((n) => -n), list.isSubset([1, 2, 3, 4, 5, 6]), list.join('~'), list.countBy((n) => n > 2), list.findLast((n) => n < 4), list.sortBy((n) => -n), List([3, 1, 2]).sort());
const map = Map({a: 1, b: 2, c: 3});
show('Map', map.set('b', 50), map.delete('a'), map.merge({c: 30, d: 40}), map.update('a', (n) => n + 1), map.mergeWith((x, y) => x + y, {a: 10, z: 0}), map.filter((n) => n > 1), map.mapKeys((k) => k.toUpperCase()), map.flip(), map.toArray(), map.toObject(), map.keySeq(), map.sort((x, y) => y - x), map.has('q'), map.get('q', 'none'), map.findKey((n) => n === 2), map.deleteAll(['a', 'b']));
show('equality', is(Map({a: List([1])}), Map({a: List([1])})), map.equals(Map({c: 3, b: 2, a: 1})), is(NaN, NaN), is(0, -0), Set([Map({x: 1})]).has(Map({x: 1})), hash('a') === hash('a'), hash('immutable'), hash(1.5), hash(null), map.hashCode() === Map({a: 1, b: 2, c: 3}).hashCode(), List([1, 2]).hashCode());
const mapKeyed = Map([[Map({x: 1, y: 2}), 'point'], [List([1, 2]), 'pair'], [NaN, 'nan'], [null, 'null'], [undefined, 'undefined'], [true, 'yes']]);
show('keys of any kind', mapKeyed.get(Map({y: 2, x: 1})), mapKeyed.get(List.of(1, 2)), mapKeyed.get(NaN), mapKeyed.get(null), mapKeyed.get(true), mapKeyed.size);
const nested = fromJS({a: {b: {c: [1, 2, {d: 3}]}}, list: [{id: 1, tags: ['x']}, {id: 2, tags: []}]});
show('nested', nested.getIn(['a', 'b', 'c', 2, 'd']), nested.setIn(['a', 'b', 'c', 2, 'd'], 4), nested.updateIn(['list', 0, 'tags'], (t) => t.push('y')), nested.deleteIn(['a', 'b']), nested.mergeDeep({a: {b: {e: 5}}, list: [{id: 3}]}), nested.hasIn(['list', 5]), nested.toJS(), nested.mergeIn(['a'], {z: 1}));
show('plain', setIn({a: [{b: 1}]}, ['a', 0, 'b'], 2), updateIn({n: 1}, ['n'], (n) => n + 1), removeIn({a: {b: 1, c: 2}}, ['a', 'b']), merge({a: 1}, {b: 2}), mergeDeep({a: {x: 1}}, {a: {y: 2}}), getIn({a: [1, 2]}, ['a', 1]));
show('fromJS, reviver', fromJS({a: [1, 2], b: {c: 1}}, function (key, value, path) { return isIndexed(value) ? value.toSet() : value.toOrderedMap(); }));
const ordered = OrderedMap([['z', 1], ['a', 2]]).set('m', 3).set('z', 9);
show('ordered', ordered, ordered.keySeq().toArray(), ordered.delete('a').set('a', 0), OrderedSet(['c', 'a', 'b', 'a']).add('d'), isOrdered(ordered), isOrdered(map), ordered.sortBy((v) => v), ordered.reverse());
show('Set', Set([1, 2, 3]).union([3, 4]), Set([1, 2, 3]).intersect([2, 3, 5]), Set([1, 2, 3]).subtract([1]), Set.fromKeys({k: 1}), Set('hello').size, Set.union([Set([1]), Set([2])]));
show('Stack', Stack.of(1, 2, 3).push(0), Stack([1, 2]).pop(), Stack([1]).peek(), Stack().unshiftAll([1, 2, 3]).reverse());
const Point = Record({x: 0, y: 0, label: undefined}, 'Point');
class Vector extends Record({x: 1, y: 1}) { length() { return Math.hypot(this.x, this.y); } get sum() { return this.x + this.y; } }
const point = new Point({x: 3, other: 1});
show('Record', point, point.set('y', 4), point.x, point.remove('x'), is(point, Point({x: 3})), point.merge({x: 8, y: 9}), new Vector({x: 3, y: 4}).length(), new Vector().set('x', 5).sum, Record.getDescriptiveName(point), Object.keys(point.toObject()), new Vector() instanceof Vector, [...point]);
try { point.x = 7; } catch (error) { console.log(error.name, error.message); }
try { point.set('nope', 1); console.log(point.has('nope')); } catch (error) { console.log(error.message); }

const touched = [];
const seq = Range(1, Infinity).map((n) => { touched.push(n); return n * n; }).filter((n) => n % 2 === 0).take(3);
show('lazy', seq.toArray(), touched, Range(0, 10, 3).toList(), Repeat('x', 3).join(''), Seq({a: 1, b: 2}).map((v) => v * 2).toObject(), Seq([5, 6]).toKeyedSeq().flip().toJS(), Seq(new globalThis.Set([1, 2])).cacheResult().size, Range(5, 0, 2).toArray());
let mutations = Map();
mutations = mutations.withMutations((m) => { for (let i = 0; i < 100; i++) m.set('k' + i, i); });
show('mutations', mutations.size, mutations.asMutable().set('new', 1).asImmutable().size, mutations.wasAltered(), [...mutations.keys()].length, mutations.reduce((a, b) => a + b, 0));
for (const [key, value] of Map({p: 1, q: 2})) console.log(key, value);
console.log([...List('ab').entries()], [...Set([1]).values()], String(Map({a: Set([1])})), JSON.stringify({l: List([1]), m: Map({a: List()}), r: point}));

// Large ones: the tries grow, shrink, and share.
let big = List(), m = Map(), checks = [];
for (let i = 0; i < 20000; i++) big = big.push(i * 3);
for (let i = 0; i < 10000; i++) m = m.set('key' + (i * 7919) % 10007, i);
const before = m;
for (let i = 0; i < 9000; i++) m = m.remove('key' + (i * 7919) % 10007);
checks.push(big.size, big.get(12345), big.set(5, 'x').get(5), big.get(5), before.size, m.size, m.get('key' + (9500 * 7919) % 10007), m.reduce((a, b) => a + b, 0), before.hashCode() === Map(before.toArray()).hashCode(), big.slice(5000, 15000).filter((n) => n % 2).size, big.hashCode());
let s = Set(Range(0, 5000)), o = OrderedMap(Range(0, 3000).map((n) => [n, -n]));
for (let i = 0; i < 5000; i += 2) s = s.remove(i);
for (let i = 0; i < 2900; i++) o = o.remove(i);
checks.push(s.size, s.has(77), s.has(78), o.size, o.first(), o.keySeq().last(), big.concat(big).size, big.shift().unshift('first').get(0), List(Range(0, 5000)).sortBy((n) => (n * 31) % 5000).get(17));
const collide = Map([[{valueOf: () => 1, hashCode: () => 5, equals(other) { return other === this; }}, 'a'], [{hashCode: () => 5, equals(other) { return other === this; }}, 'b']]);
checks.push(collide.size, collide.toList().toArray());
show('large', checks);
