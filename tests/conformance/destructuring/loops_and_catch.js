for (const [k, v] of Object.entries({ a: 1, b: 2 })) console.log(k, v);
for (const { n, m = 'none' } of [{ n: 1 }, { n: 2, m: 3 }]) console.log(n, m);
for (const [first] in { abc: 0 }) console.log(first);
for (let { length: i } = 'abc'; i > 0; i--) console.log(i);
try { throw { code: 7, detail: ['x', 'y'] }; } catch ({ code, detail: [, second] }) { console.log(code, second); }
var { v1, v2 = v1 } = { v1: 'var' };
v2;
