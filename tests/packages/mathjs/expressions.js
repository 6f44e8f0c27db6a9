// Memory: 256 MiB
// mathjs: its expression parser, numbers exact and not, matrices, units, algebra.
const {create, all, evaluate, parse, simplify, derivative, rationalize, format, chain, parser, compile, typeOf} = require('mathjs');
const math = create(all, {randomSeed: 'fixed'});

const show = (label, ...values) => console.log(label + ':', ...values.map((value) => format(value, 14)));
for (const text of ['1.2 * (2 + 4.5)', '12.7 cm to inch', 'sin(45 deg) ^ 2', '9 / 3 + 2i', 'det([-1, 2; 3, 1])', 'sqrt(-4)', '2 inch + 3 cm in mm', '3!', '0xff + 0b11', '1e500', '-2^2', '2^3^2', '5 mod 3', '7 % 4', "[1, 2; 3, 4]'", '[1,2,3][2]', '{a: {b: 5}}.a["b"]', '"text"[2:3]',
  'f(x, y) = x ^ y; f(2, 3)', 'a = 3; b = a > 2 ? "big" : "small"; b', '1:5', '2:3:12', 'a = [1,2;3,4]; a[2, :]', 'true and not false xor true', '4 & 6 | 1', '1 << 10', '5 in == 12.7 cm', 'log(1000, 10)', 'round(pi, 3)', 'gcd(8, 12) + lcm(4, 6)', '10 km / 2 h to m/s', '1 kWh to J', '5 celsius to fahrenheit', 'sum(1:100)', 'mean([1, 2, 3, 4])',
  'std([1,2,3,4])', 'median(5, 1, 9)', 'mode([1, 2, 2, 3])', 'quantileSeq([3, 1, 4, 1, 5], 0.5)', 'combinations(5, 2)', 'gamma(5.5)', 'erf(0.5)', 'cross([1, 2, 3], [4, 5, 6])', 'dot([1, 2], [3, 4])', 'inv([1, 2; 3, 4])', 'eigs([2, 1; 1, 2]).values', 'map([1, 2, 3], f(x) = x ^ 2)', 'filter([6, -2, -1, 4], x -> 1 > 0)', 'sort([5, 10, 1])', 'e^(i*pi) + 1',
  'concat("a", "b")', 'fraction(1, 3) + fraction(1, 6)', 'bignumber("0.1") + bignumber("0.2")', 'complex(1, 2) * (3 - i)', 'nthRoots(1, 3)', 'kron([1, 2], [3; 4])', 'setUnion([1, 2], [2, 3])', 'factorial(20)', 'isPrime(97)', 'cumsum([1, 2, 3])', 'hypot(3, 4)', 'bin(10)', 'print("$x is $y", {x: 1, y: 2})', 'zeros(2, 2) + identity(2)', 'distance([0, 0], [3, 4])', 'range(0, 1, 0.25)', 'reshape([1, 2, 3, 4], [2, 2])', 'speedOfLight', 'corr([1,2,3],[2,4,7])', '[1,2;3,4] * [5;6]', '[1,2] .* [3,4]', '2 kg * 9.81 m/s^2 to N', 'atan2(1, 1)', 'a.b.c', '1 +', 'undefinedFunction(1)', '[1,2]+[1,2,3]', 'sqrt("x")', '5 cm + 2 kg']) {
  try { show(text, evaluate(text.replace('x -> 1 > 0', 'g(x) = x > 0'))); } catch (error) { console.log(text + ' !', error.name + ': ' + error.message); }
}

const tree = parse('2 x^2 + sin(3 x) / y');
console.log(tree.toString(), tree.toTex(), tree.toString({parenthesis: 'all', implicit: 'show'}));
console.log(tree.filter((node) => node.isSymbolNode).map((node) => node.name).join(), tree.compile().evaluate({x: 2, y: 4}).toFixed(10), tree.transform((node) => (node.isSymbolNode && node.name === 'x' ? new math.ConstantNode(3) : node)).toString(), tree.equals(parse('2 x^2+sin(3x)/y')), tree.type);
const kinds = [];
tree.traverse((node, path, parent) => kinds.push(node.type + (path ? '@' + path : '')));
console.log(kinds.join(' '), JSON.stringify(parse('a + 1')));
for (const text of ['2 x + 3 x', 'x^2 + x + 3 + x^2', 'x * y * -x / (x ^ 2)', '(x + 1) - (x - 1)', 'x / x', '3 + 4 * x - 2 * 2']) console.log(text, '=', simplify(text).toString(), '|', simplify(text, {}, {exactFractions: false}).toString());
for (const [text, by] of [['2x^2 + 3x + 4', 'x'], ['sin(2x) * e^x', 'x'], ['x^y', 'y'], ['log(x, 10) / sqrt(x)', 'x'], ['tan(x)^2', 'x']]) console.log('d/d' + by, text, '=', derivative(text, by).toString());
console.log(rationalize('2x/y - y/(x+1)').toString(), rationalize('(x + 2)^3 / x', {}, true).coefficients.join(), math.leafCount('a * b + 3'), math.resolve('x + y', {x: parse('z * 2'), z: 3}).toString(), math.symbolicEqual('x * y', 'y * x'), math.simplifyCore('x * 1 + 0').toString());

const p = parser();
for (const line of ['x = 7 / 2', 'x + 3', 'g(a, b) = a * b + x', 'g(2, 3)', 'h = g', 'M = [1, 2; 3, 4]', 'M[1, 1] = 10', 'M', 'obj = {p: 1}', 'obj.p = obj.p + 41', '# comment', 'k = 5 cm; k * 2', '1\n2;3']) show(line.replace('\n', '\\n'), p.evaluate(line));
show('scope', Object.keys(p.getAll()).sort(), p.get('x'), p.get('g')(1, 1));
const scope = new Map([['r', 2]]);
show('compiled', compile('area = pi * r ^ 2').evaluate(scope), scope.get('area'));
show('chain', chain(3).add(4).multiply(2).done(), chain([[1, 2], [3, 4]]).subset(math.index(0, 0), 8).multiply(3).done());

const big = create(all, {number: 'BigNumber', precision: 64});
console.log(big.evaluate('1/3').toString(), big.evaluate('sqrt(2)').toString(), big.evaluate('pi').toString(), big.evaluate('0.1 + 0.2 == 0.3'), big.evaluate('50!').toString(), big.evaluate('exp(1) - e').toString(), big.evaluate('sin(1)').toString());
const lu = math.lup([[2, 1, 1], [4, 3, 3], [8, 7, 9]]), qr = math.qr([[1, -1, 4], [1, 4, -2], [1, 4, 2], [1, -1, 0]]);
show('linear algebra', lu.L, lu.U, lu.p, math.round(qr.R, 6), math.lusolve([[-2, 3], [2, 1]], [11, 9]), math.usolve([[1, 2], [0, 4]], [3, 8]), math.det([[6, 1, 1], [4, -2, 5], [2, 8, 7]]), math.trace([[1, 2], [3, 4]]), math.round(math.expm([[1, 2], [0, 1]]), 8), math.pow([[1, 1], [1, 0]], 10), math.norm([3, 4]), math.transpose([[1, 2]]), math.diag([1, 2]), math.round(math.eigs([[2, 0], [0, 3]]).values, 6));
const sparse = math.sparse([[1, 0, 0], [0, 0, 2], [0, 3, 0]]);
show('sparse', math.multiply(sparse, sparse), sparse.density(), math.add(sparse, 1).size(), math.matrix([1, 2, 3]).map((v, i) => v * i[0]), math.subset([[1, 2], [3, 4]], math.index([0, 1], 1)), math.concat([[1]], [[2]], 0), math.resize([1, 2], [4], 0), math.flatten([[1, [2]]]), math.squeeze([[[5]]]), math.partitionSelect([5, 10, 1], 1));
const speed = math.unit('60 mile/hour');
show('units', speed.to('km/h'), speed.toNumber('m/s'), math.unit(5, 'kN').multiply(math.unit('2 m')).to('J'), math.unit('1 day').splitUnit(['hours', 'minutes']).map(String), speed.equalBase(math.unit('m/s')), math.to(math.unit('1 gallon'), 'liter'), math.unit('5 mm^2').pow(2), speed.toJSON());
math.createUnit('furlong2', '220 yards');
show('own', math.evaluate('1 mile to furlong2'));
math.import({hello: (name) => 'hello, ' + name + '!', square2: math.typed('square2', {number: (n) => n * n, 'Array': (a) => a.length, 'string, number': (s, n) => s.repeat(n)})});
show('import', math.evaluate('hello("you")'), math.evaluate('square2(5)'), math.square2([1, 2]), math.square2('ab', 2));
try { math.square2(true); } catch (error) { console.log(error.name, error.message); }
show('types', [1, 'a', [1], math.complex(1, 1), math.bignumber(1), math.fraction(1, 2), math.unit('cm'), math.matrix(), new Date(0), null, () => 1, /x/, true].map((value) => typeOf(value)));
show('JSON', JSON.stringify([math.complex(2, 3), math.matrix([[1]]), math.unit('5 cm'), math.bignumber('1.5')]), JSON.parse(JSON.stringify(math.complex(2, 3)), math.reviver).re);
console.log([1 / 3, 1e-10, 123456789.123, 1e21, 0.1 + 0.2].map((n) => [format(n, 3), format(n, {notation: 'fixed', precision: 2}), format(n, {notation: 'engineering', precision: 4}), format(n, {notation: 'exponential'})].join(' ')).join(' | '));
show('random, seeded', math.random(), math.randomInt(1, 100), math.pickRandom(['a', 'b', 'c']), math.random([2]).length);
show('help', math.help('sin').doc.name, Object.keys(math.docs || {}).length > -1, math.fft([1, 0, 0, 0]), math.round(math.re(math.ifft(math.fft([1, 2, 3, 4]))), 8), math.zpk2tf([1], [2, 3], 1), math.solveODE((t, y) => math.multiply(-0.5, y), [0, 1], 2).y.length > 3);
// BigInts, which came with version 13.
show('bigints', math.bigint('12345678901234567890'), math.add(2n ** 70n, 1n), math.multiply(3n, 4n), math.subtract(5n, 9n), math.pow(2n, 100n), math.mod(7n, 4n), math.larger(3n, 2n), typeOf(5n), math.number(7n), math.add(1n, 2));
const exact = create(all, {number: 'bigint'});
show('exactly', exact.evaluate('2^80 + 3'), exact.evaluate('10 * 12345678901234567890'), exact.evaluate('7 / 2'), exact.evaluate('[1, 2] * 3'), exact.evaluate('bignumber(7) + 1'));
