// With numbers, texts and each other, exactly.
const row = (...list) => console.log(list.join(' '));
row(1n == 1, 1n === 1, 1n == '1', '1' == 1n, 1n == 'x', 1n == true, 0n == false, 0n == '', 1n == null, 0n == undefined, 1n == Symbol.iterator);
row(1n == 1.5, 9007199254740993n == 9007199254740992, 9007199254740993n > 9007199254740992, 9007199254740993n < 9007199254740994);
row(1n < 2, 1 < 2n, 1n < 1.5, -1n > -1.5, 2n > '1', '3' > 2n, 2n > 'x', 2n < 'x', 2n >= 2, 2n <= '2', '0x10' == 16n, 1n < '');
row(1n < Infinity, 1n > -Infinity, 1n < NaN, 1n >= NaN, 2n ** 2000n < Infinity, 2n ** 2000n > 1e308, -(2n ** 2000n) < -1e308);
row(1n < 2n, 2n < 1n, -1n < 1n, -2n < -1n, 2n ** 70n > 2n ** 69n, 0n >= -0, 0n == -0, 1n != 1, 1n !== 1n);
row(Object(1n) == 1n, Object(1n) == 1, 1n == {valueOf: () => 1n}, Object(1n) == Object(1n), 1n < {valueOf: () => '2'});
row(Object.is(1n, 1n), Object.is(0n, -0n), 10n ** 30n === 10n ** 30n, [1n, 2n].includes(2n), [1n, 2n].indexOf(2n), [1n].includes(1));
row(!!0n, !!1n, !!-1n, 0n ? 'y' : 'n', 0n || 'or', 1n && 'and', 0n ?? 'nullish');
const order = [3, 1n, '2', -1n, 2.5, 10n ** 20n, -1e30];
console.log(order.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
console.log([10n, 9n, 1n, -1n].sort());
const map = new Map([[1n, 'big'], [1, 'number'], ['1', 'text']]);
console.log(map.get(1n), map.get(BigInt('1')), map.size, new Set([1n, 1n, 2n ** 80n, 2n ** 80n]).size);
switch (2n ** 3n) { case 8: console.log('number'); break; case 8n: console.log('bigint'); }
