console.table([[1, 'a'], [2, 'b']]);
console.table([{ name: 'x', n: 1 }, { name: 'yy', other: [1, 2] }]);
console.table([{ a: 1, b: 2 }, { a: 3, b: 4 }], ['b']);
console.table({ one: { a: 1 }, two: { b: { c: 1 } } });
console.table([1, 'two', { three: 3 }, null]);
console.table(new Map([['k', 1], [{ o: 1 }, { v: 2 }]]));
console.table(new Set(['a', { b: 1 }]));
console.table([]);
console.table('no table');
console.table(5);
console.table(null);
console.table([[]]);
console.table([{ a: '日本', b: 'é' }]);
try {
  console.table([], 'b');
} catch (e) {
  console.log(e.name, e.code);
}
void 0;
