// Objects, languages, strings, templates.
const _ = require('lodash');

const show = (label, value) => console.log(label + ':', JSON.stringify(value));

function Shape() { this.a = 1; this.b = 2; }
Shape.prototype.c = 3;
const nested = {a: [{b: {c: 3}}, 4], 'x.y': 5};
show('assignIn', [_.assign({}, new Shape()), _.assignIn({}, new Shape()), _.keysIn(new Shape()), _.toPairsIn(new Shape())]);
show('at', [_.at(nested, ['a[0].b.c', 'a[1]']), _.get(nested, 'a[0].b.c'), _.get(nested, ['a', '0', 'b', 'd'], 'default'), _.get(nested, 'x.y'), _.has(nested, 'a[0].b')]);
show('defaultsDeep', _.defaultsDeep({a: {b: 2}}, {a: {b: 1, c: 3}}, {d: [1, {e: 2}]}));
show('findKey', [_.findKey({barney: {age: 36}, fred: {age: 40}}, (o) => o.age > 38), _.findLastKey({a: 1, b: 1}, (v) => v === 1)]);
show('invert', [_.invert({a: 1, b: 2, c: 1}), _.invertBy({a: 1, b: 2, c: 1}, (value) => 'group' + value)]);
show('mapKeys', [_.mapKeys({a: 1, b: 2}, (value, key) => key + value), _.mapValues({fred: {age: 40}, pebbles: {age: 1}}, 'age')]);
show('merge', _.merge({a: [{b: 2}, {d: 4}], f: new Date(0)}, {a: [{c: 3}, {e: 5}], g: {h: [1, 2, 3]}}, {g: {h: [undefined, 9]}}));
show('mergeWith', _.mergeWith({a: [1], b: [2]}, {a: [3], b: [4]}, (to, from) => (_.isArray(to) ? to.concat(from) : undefined)));
show('omit', [_.omit({a: 1, b: {c: 2, d: 3}, e: 4}, ['a', 'b.c']), _.omitBy({a: 1, b: '2', c: 3}, _.isNumber), _.pickBy({a: 1, b: '2', c: 3}, _.isNumber)]);
const changed = {a: [{b: {c: 3}}]};
_.set(changed, 'a[0].b.c', 4);
_.set(changed, ['x', '0', 'y', 'z'], 5);
_.update(changed, 'a[0].b.c', (n) => n * n);
_.setWith(changed, '[0][1]', 'a', Object);
show('set', [changed, _.unset(changed, 'a[0].b.c'), changed]);
show('transform', [_.transform([2, 3, 4], (result, n) => { result.push(n * n); return n % 2 === 0; }, []), _.transform({a: 1, b: 2, c: 1}, (r, v, k) => { (r[v] || (r[v] = [])).push(k); }, {})]);
show('result', [_.result({a: {b: _.constant(2)}}, 'a.b'), _.result({}, 'a.b', 'default'), _.invoke({a: [{b: {c: [1, 2, 3, 4]}}]}, 'a[0].b.c.slice', 1, 3)]);

const original = {date: new Date(86400000), re: /ab+c/gi, map: new Map([['k', {v: 1}]]), set: new Set([1, 2]), bytes: new Uint8Array([1, 2, 255]),
  symbol: {[Symbol.for('s')]: 1}, shape: new Shape(), cyclic: null, sparse: [1, , 3], nil: null, undef: undefined};
original.cyclic = original;
const clone = _.cloneDeep(original);
show('cloneDeep', [clone.date.getTime(), String(clone.re), clone.map.get('k'), clone.map.get('k') !== original.map.get('k'), [...clone.set], [...clone.bytes],
  clone.symbol[Symbol.for('s')], clone.shape instanceof Shape, clone.cyclic === clone, 1 in clone.sparse, _.isEqual(clone, original)]);
show('cloneDeepWith', _.cloneDeepWith({a: {keep: 1}, b: 2}, (value) => (_.isNumber(value) ? value * 10 : undefined)));
show('isEqual', [_.isEqual({a: [1, {b: NaN}]}, {a: [1, {b: NaN}]}), _.isEqual([0], [-0]), _.isEqual(new Map([[{a: 1}, 2]]), new Map([[{a: 1}, 2]])), _.isEqual(/a/g, /a/i),
  _.isEqual(new Set([[1]]), new Set([[1]])), _.isEqual(new Error('x'), new Error('x')), _.isEqualWith('hi', 'hello', (a, b) => a[0] === b[0])]);
show('isMatch', [_.isMatch({a: 1, b: {c: 2, d: 3}}, {b: {c: 2}}), _.isMatchWith({a: 'hello'}, {a: 'hi'}, (x, y) => x[0] === y[0])]);
const kinds = [null, undefined, 0, '', 'a', NaN, [], {}, () => 1, /x/, new Date(0), new Map(), new Set(), new WeakMap(), Symbol('s'), new Error('e'), new ArrayBuffer(2),
  new Uint8Array(1), Object('s'), Object.create(null), new Shape(), Promise.resolve(), function* () {}, async () => 1, (function () { return arguments; })(1), new Proxy([], {}), JSON, Infinity];
const checks = Object.keys(_).filter((name) => /^is[A-Z]/.test(name) && _[name].length === 1).sort();
for (const name of checks) show(name, kinds.map((value) => Number(_[name](value))).join(''));
show('to', [_.toArray({a: 1, b: 2}), _.toFinite('3.2'), _.toInteger(Infinity), _.toLength(-3.2), _.toNumber('0b101'), _.toSafeInteger('1e300'), _.toString([1, -0, [2, null]]), _.castArray()]);
show('tags', [Object.prototype.toString.call(new Shape()), _.isPlainObject(Object.create({})), _.isNative(Array.prototype.push), _.isNative(_)]);

const text = 'The quick brown fox, née Ünïted, jumps—over 2 dogs & «ça va»';
for (const name of ['camelCase', 'kebabCase', 'snakeCase', 'startCase', 'lowerCase', 'upperCase', 'lowerFirst', 'upperFirst', 'capitalize', 'deburr', 'escape', 'escapeRegExp', 'toUpper'])
  show(name, _[name](text));
show('words', [_.words(text), _.words('XMLHttpRequest2 déjàVu 12ft'), _.words('fred, barney', /[^, ]+/g), _.words('🦊🐶 a\u0301b')]);
show('pad', [_.pad('abc', 8, '_-'), _.padStart('🦊', 4, '-'), _.padEnd('abc', 6), _.repeat('ab', 3), _.trim('-_-abc-_-', '_-'), _.trimStart('  abc'), _.trimEnd('abc  ')]);
show('truncate', [_.truncate('hi-diddly-ho there, neighborino', {length: 24, separator: ' '}), _.truncate('hi-diddly-ho there, neighborino', {length: 24, separator: /,? +/}), _.truncate('🦊'.repeat(40), {length: 10})]);
show('split', [_.split('a-b-c', '-', 2), _.split('🦊b', ''), _.startsWith('abc', 'b', 1), _.endsWith('abc', 'b', 2), _.replace('Hi Fred', 'Fred', 'Barney'), _.parseInt('08'), _.unescape('a &lt; b &amp;&amp; c &#39;')]);

const template = _.template('<% _.forEach(users, function(user, i) { %><li class="<%= cls %>"><%- i %>: <%- user %></li><% }); %>', {imports: {cls: 'u'}});
show('template', template({users: ['fred', '<barney>']}));
show('template, ES6', _.template('hello ${ user } and <%= obj.user.length %>!')({user: 'pebbles'}));
show('template, variable', _.template('<% print("hi " + data.user); %>', {variable: 'data'})({user: 'x'}));
_.templateSettings.interpolate = /{{([\s\S]+?)}}/g;
show('template, mustache', _.template('hello {{ user }}{{ user ? "!" : "?" }}')({user: 'mustache'}));
const failed = _.attempt(_.template, '<% if ( %>');
show('template, broken', [failed.name, typeof failed.source]);
