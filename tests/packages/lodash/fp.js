// lodash/fp: immutable, auto-curried, data last.
const fp = require('lodash/fp');
const map = require('lodash/fp/map');
const {flow, filter, sortBy, groupBy, mapValues, get, set, update, curry, __} = fp;

const show = (label, value) => console.log(label + ':', JSON.stringify(value));
const orders = [
  {id: 1, who: {name: 'ann', vip: true}, items: [{sku: 'a', n: 2, price: 3.5}, {sku: 'b', n: 1, price: 10}]},
  {id: 2, who: {name: 'bob', vip: false}, items: [{sku: 'a', n: 1, price: 3.5}]},
  {id: 3, who: {name: 'ann', vip: true}, items: [{sku: 'c', n: 10, price: 0.25}, {sku: 'b', n: 2, price: 10}]},
];
const total = flow(get('items'), map((item) => item.n * item.price), fp.sum);
show('totals', map(total)(orders));
show('by name', flow(groupBy('who.name'), mapValues(flow(map(total), fp.sum)), fp.toPairs, sortBy([1]), fp.reverse)(orders));
show('vips', flow(filter('who.vip'), fp.flatMap('items'), fp.uniqBy('sku'), map(fp.pick(['sku', 'price'])))(orders));
show('capped', map(parseInt)(['6', '08', '10']));
show('curried', [fp.add(1)(2), fp.subtract(5)(2), fp.subtract(__, 5)(2), fp.divide(__)(2, 10), fp.reduce((a, b) => a + b)(0)([1, 2, 3]), fp.range(1)(4), fp.padCharsStart('-')(5)('x')]);

const state = Object.freeze({user: Object.freeze({name: 'ann', tags: Object.freeze(['x', 'y'])}), other: Object.freeze({n: 1})});
const next = flow(set('user.name', 'cat'), update('user.tags', fp.concat(__, 'z')), fp.unset('other.n'), fp.merge({extra: {deep: [1]}}), fp.assoc('plain', true))(state);
show('immutable', [state, next, next.other === state.other, set('other.n', 1, state).user === state.user]);
show('array', [fp.remove((n) => n > 2)([1, 2, 3, 4]), fp.pull(2)([1, 2, 3]), fp.fill(1)(3)('*')([1, 2, 3, 4]), fp.pullAt([0])(['a', 'b']), fp.reverse([1, 2, 3]), fp.dropLast(1)([1, 2, 3])]);
show('aliases', [fp.all(Boolean)([1, 2]), fp.any(Boolean)([0, 1]), fp.compose(fp.toUpper, fp.trim)(' a '), fp.path('a.b')({a: {b: 1}}), fp.pathOr('none')('a.c')({a: {}}), fp.pluck('id')(orders),
  fp.equals([1])([1]), fp.where({n: (n) => n > 1})({n: 2}), fp.whereEq({n: 2})({n: 2, m: 3}), fp.zipObj(['a', 'b'])([1, 2]), fp.symmetricDifference([1, 2])([2, 3]), fp.T(), fp.contains(2)([1, 2]), fp.juxt([Math.max, Math.min])(1, 2, 3)]);
const area = curry((width, height, depth) => width * height * depth);
show('curry', [area(2)(3)(4), area(2, 3)(4), area(__, 3, 4)(2), area(__, __, 4)(2)(3)]);
show('fixed arity', [fp.map((...all) => all.length)([1, 2]), fp.reduce((...all) => all.length, 0)([1]), map.convert({cap: false})((n, i) => n + ':' + i)(['a', 'b'])]);
const rearranged = fp.convert({rearg: false, immutable: true});
show('convert', [rearranged.map([1, 2])((n) => n * 2), fp.placeholder === fp, typeof fp.convert]);
show('flow of flows', flow([fp.words, fp.map(fp.capitalize)], fp.join(''), fp.split(''), fp.countBy(fp.identity), fp.pickBy((n) => n > 1))('the rain in spain stays mainly'));
show('conversion', fp.flow(fp.entries, fp.orderBy([1, 0], ['desc', 'asc']), fp.take(3), fp.fromPairs)(fp.countBy(fp.lowerCase)('Mississippi River'.split(''))));
show('all functions', [fp.functions(fp).length, fp.functions(fp).filter((name) => fp[name].length > 1 && typeof fp[name].convert === 'function').length]);
