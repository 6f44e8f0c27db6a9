// Arrays, collections and chains.
const _ = require('lodash');

const show = (label, value) => console.log(label + ':', JSON.stringify(value));
const people = [
  {name: 'Ada', born: 1815, city: 'London', tags: ['maths', 'engines']},
  {name: 'Grace', born: 1906, city: 'New York', tags: ['compilers', 'navy']},
  {name: 'Alan', born: 1912, city: 'London', tags: ['maths', 'machines']},
  {name: 'Edsger', born: 1930, city: 'Rotterdam', tags: ['proofs']},
  {name: 'Barbara', born: 1939, city: 'Los Angeles', tags: ['types', 'proofs']},
  {name: 'Donald', born: 1938, city: 'Milwaukee', tags: ['maths', 'books']},
];

show('version', _.VERSION);
show('chunk', _.chunk(_.range(1, 11), 3));
show('compact', _.compact([0, 1, false, 2, '', 3, null, NaN, undefined]));
show('difference', _.difference([2, 1, 2, 3], [2, 3], [4]));
show('differenceBy', _.differenceBy([2.1, 1.2, 3.7], [2.3, 3.4], Math.floor));
show('differenceWith', _.differenceWith([{x: 1, y: 2}, {x: 2, y: 1}], [{x: 1, y: 2}], _.isEqual));
show('dropRightWhile', _.dropRightWhile(people, (p) => p.born > 1935).map((p) => p.name));
show('takeWhile', _.takeWhile(people, (p) => p.born < 1920).map((p) => p.name));
show('fill', _.fill(Array(4), '*', 1, 3));
show('findIndex', [_.findIndex(people, {city: 'London', born: 1912}), _.findIndex(people, ['name', 'Edsger']), _.findLastIndex(people, 'tags')]);
show('flattenDeep', _.flattenDeep([1, [2, [3, [4, [5]]], 6]]));
show('flattenDepth', _.flattenDepth([1, [2, [3, [4]], 5]], 2));
show('fromPairs', _.fromPairs([['a', 1], ['b', 2]]));
show('intersectionBy', _.intersectionBy([{x: 1}, {x: 5}], [{x: 2}, {x: 1}], 'x'));
show('nth', [_.nth(['a', 'b', 'c', 'd'], 1), _.nth(['a', 'b', 'c', 'd'], -2)]);
const pulled = ['a', 'b', 'c', 'd', 'e'];
show('pullAt', [_.pullAt(pulled, [1, 3]), pulled]);
const numbers = _.range(10);
show('remove', [_.remove(numbers, (n) => n % 2 === 0), numbers]);
show('sortedIndex', [_.sortedIndex([30, 50], 40), _.sortedLastIndex([4, 5, 5, 5, 6], 5), _.sortedIndexBy([{x: 4}, {x: 5}], {x: 4}, 'x')]);
show('unionBy', _.unionBy([2.1], [1.2, 2.3], Math.floor));
show('uniqWith', _.uniqWith([{x: 1, y: 2}, {x: 2, y: 1}, {x: 1, y: 2}], _.isEqual));
show('zip', _.zip(['a', 'b'], [1, 2], [true, false]));
show('unzipWith', _.unzipWith([[1, 10, 100], [2, 20, 200]], _.add));
show('xor', _.xor([2, 1], [2, 3], [3, 4]));
show('zipObjectDeep', _.zipObjectDeep(['a.b[0].c', 'a.b[1].d'], [1, 2]));

show('countBy', _.countBy(_.flatMap(people, 'tags')));
show('groupBy', _.mapValues(_.groupBy(people, (p) => Math.floor(p.born / 100) + 1), (group) => _.map(group, 'name')));
show('keyBy', _.keys(_.keyBy(people, (p) => p.name.toLowerCase())));
show('invokeMap', _.invokeMap([[5, 1, 7], [3, 2, 1]], 'sort'));
show('orderBy', _.map(_.orderBy(people, ['city', 'born'], ['asc', 'desc']), 'name'));
show('sortBy', _.map(_.sortBy(people, [(p) => p.tags.length, 'name']), 'name'));
show('partition', _.map(_.partition(people, ({born}) => born % 2), (half) => _.map(half, 'name')));
show('reduceRight', _.reduceRight([[0, 1], [2, 3], [4, 5]], (flat, other) => flat.concat(other), []));
show('reject', _.map(_.reject(people, {city: 'London'}), 'name'));
show('some', [_.some(people, ['city', 'London']), _.every(people, 'tags.length'), _.includes({a: 1, b: 2}, 2), _.includes('abcd', 'bc', 1)]);
show('sample', [people.includes(_.sample(people)), _.sampleSize(people, 3).length, _.sortBy(_.shuffle(_.range(50))).join('') === _.range(50).join('')]);
show('size', [_.size('pebbles'), _.size({a: 1, b: 2}), _.size(new Map([[1, 2]])), _.size(new Set([1, 2, 3]))]);
const seen = [];
_.forEachRight({a: 1, b: 2, c: 3}, (value, key) => { seen.push(key + value); return value !== 2; });
show('forEachRight, stopped', seen);

const chain = _.chain(people)
  .filter((p) => p.born > 1900)
  .sortBy('born')
  .map((p) => _.pick(p, ['name', 'city']))
  .tap((list) => console.log('tap:', list.length))
  .groupBy('city')
  .mapValues('length')
  .toPairs()
  .sortBy(0)
  .thru((pairs) => ({pairs, count: pairs.length}));
show('chain', chain.value());

let calls = 0;
const lazy = _(_.range(1000)).map((n) => { calls++; return n * n; }).filter((n) => n % 2).take(3);
show('lazy', [lazy.value(), calls]);
const wrapped = _([1, 2, 3]);
show('wrapped', [wrapped.reduce(_.add), wrapped.map((n) => n * n).reverse().value(), [...wrapped], wrapped.join('~')]);
const planted = _([1, 2]).map((n) => n * n);
show('plant', [planted.plant([3, 4]).value(), planted.value()]);

const matrix = _.times(6, (i) => _.times(6, (j) => (i + 1) * (j + 1)));
show('matrix', _.sum(_.map(matrix, _.sum)));
show('maths', [_.max([4, 2, 8]), _.minBy(people, 'born').name, _.mean([4, 2, 8, 6]), _.meanBy(people, 'born'), _.sumBy(people, 'born'),
  _.round(4.006, 2), _.ceil(6040, -2), _.floor(0.046, 2), _.clamp(-10, -5, 5), _.inRange(3, 2, 4), _.divide(6, 4)]);
const big = _.times(20000, (i) => ({id: i, key: 'k' + (i * 7919) % 1009}));
const grouped = _.groupBy(big, 'key');
show('big', [_.size(grouped), _.uniq(_.map(big, 'key')).length, _.sumBy(_.values(grouped), 'length'), _.maxBy(_.toPairs(grouped), (pair) => pair[1].length)[1].length,
  _.sortedUniq(_.sortBy(_.map(big, (b) => b.id % 97))).length, _.intersection(_.map(big, 'key'), ['k5', 'k6', 'none'])]);
