// Functions: time, caching, composition, currying.
const _ = require('lodash');

const show = (label, value) => console.log(label + ':', JSON.stringify(value));

show('after', _.times(4, ((done) => () => done())(_.after(3, () => 'done'))));
show('before', _.times(4, ((next) => () => next())(_.before(3, _.uniqueId.bind(null, 'n')))));
show('ary', _.map(['6', '8', '10'], _.ary(parseInt, 1)));
const greet = function (greeting, punctuation) { return greeting + ' ' + this.user + punctuation; };
show('bind', [_.bind(greet, {user: 'fred'}, 'hi')('!'), _.bind(greet, {user: 'fred'}, _, '!')('hello')]);
const object = {user: 'wilma', greet};
const bound = _.bindKey(object, 'greet', 'hi');
object.greet = function (greeting, punctuation) { return greeting + 'ya ' + this.user + punctuation; };
show('bindKey', bound('!'));
const abc = _.curry((a, b, c) => [a, b, c]);
show('curry', [abc(1)(2)(3), abc(1, 2)(3), abc(1)(_, 3)(2), _.curryRight((a, b, c) => [a, b, c])(3)(2)(1)]);
show('flip', _.flip(function () { return _.toArray(arguments); })('a', 'b', 'c'));
show('flow', [_.flow([_.add, (n) => n * n])(1, 2), _.flowRight([(n) => n * n, _.add])(1, 2)]);
show('negate', _.filter([1, 2, 3, 4, 5, 6], _.negate((n) => n % 2 === 0)));
let count = 0;
const once = _.once(() => ++count);
show('once', [once(), once(), count]);
show('overArgs', _.overArgs((x, y) => [x, y], [(n) => n * n, (n) => n * 2])(9, 3));
show('over', [_.over([Math.max, Math.min])(1, 2, 3, 4), _.overEvery([Boolean, isFinite])('1'), _.overSome([Boolean, isFinite])(null)]);
const say = (greeting, name) => greeting + ' ' + name;
show('partial', [_.partial(say, 'hello')('fred'), _.partial(say, _, 'fred')('hi'), _.partialRight(say, 'fred')('hey')]);
show('rearg', _.rearg((a, b, c) => [a, b, c], [2, 0, 1])('b', 'c', 'a'));
show('rest', _.rest((what, names) => what + ' ' + _.initial(names).join(', ') + (_.size(names) > 1 ? ', & ' : '') + _.last(names))('hello', 'fred', 'barney', 'pebbles'));
show('spread', _.spread((who, what) => who + ' says ' + what)(['fred', 'hello']));
show('unary', _.map(['6', '8', '10'], _.unary(parseInt)));
show('wrap', _.wrap(_.escape, (func, text) => '<p>' + func(text) + '</p>')('fred, barney, & pebbles'));

const values = _.memoize(_.values);
const source = {a: 1, b: 2};
show('memoize', [values(source), (source.a = 2, values(source)), (values.cache.set(source, ['a', 'b']), values(source))]);
const weak = _.memoize((o) => _.size(o));
weak.cache = new WeakMap();
show('memoize, WeakMap', [weak(source), weak.cache.has(source)]);
show('attempt', [_.isError(_.attempt(() => { throw new TypeError('no'); })), _.attempt((a) => a + 1, 1)]);
show('cond', _.map([{a: 1, b: 2}, {a: 0, b: 1}, {a: '1', b: '2'}], _.cond([[_.matches({a: 1}), _.constant('matches A')],
  [_.conforms({b: _.isNumber}), _.constant('matches B')], [_.stubTrue, _.constant('no match')]])));
show('iteratee', [_.filter([{user: 'a', on: true}, {user: 'b', on: false}], _.iteratee(['on', false])), _.map([{a: {b: 7}}], _.iteratee('a.b'))]);
show('method', [_.map([{a: {b: _.constant(2)}}, {a: {b: _.constant(1)}}], _.method('a.b')), _.map([0, 2], _.methodOf([_.constant(0), _.constant(1), _.constant(2)].map((f) => f)))]);
show('nthArg', [_.nthArg(1)('a', 'b', 'c'), _.nthArg(-2)('a', 'b', 'c', 'd')]);
show('property', [_.map([{a: {b: 2}}, {a: {b: 1}}], _.property('a.b')), _.propertyOf({a: [0, 1, 2]})('a[2]')]);
show('range', [_.range(4), _.range(-4), _.range(1, 5), _.range(0, 20, 5), _.range(0, -4, -1), _.rangeRight(0, 8, 2)]);
show('toPath', [_.toPath('a.b.c'), _.toPath('a[0].b.c["d.e"]')]);
const mixed = _.runInContext();
mixed.mixin({vowels: (text) => _.filter(text, (c) => /[aeiou]/i.test(c))});
show('mixin', [mixed.vowels('fred'), mixed('fred').vowels().value(), _.vowels === undefined]);
show('conflict', _.noConflict() === _);

// Time: what a debounced function is called with, and how often.
const log = [];
const debounced = _.debounce((value) => log.push('debounced ' + value), 20);
const leading = _.debounce((value) => log.push('leading ' + value), 20, {leading: true, trailing: false});
const waiting = _.debounce((value) => log.push('never ' + value), 20);
const throttled = _.throttle((value) => log.push('throttled ' + value), 40);
for (let i = 0; i < 5; i++) { debounced(i); leading(i); waiting(i); throttled(i); }
waiting.cancel();
const flushed = _.debounce((value) => { log.push('flushed ' + value); return value; }, 1000);
flushed('early');
show('flush', flushed.flush());
_.defer((text) => log.push(text), 'deferred');
_.delay((text) => {
  log.push(text);
  show('log', _.sortBy(log));
}, 120, 'later');
