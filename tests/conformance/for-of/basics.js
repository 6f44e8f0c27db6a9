for (const x of [1, 2, 3]) { if (x === 2) continue; console.log(x); }
for (const c of 'a\u{1F600}b') console.log(c.length);
for (const [k, v] of new Map([['a', 1]])) console.log(k, v);
for (const x of new Set([1, 1, 2])) console.log('set', x);
(function () { for (const a of arguments) console.log('arg', a); })('x', 'y');
const holder = {};
for (holder.p of [1, 2]);
for (holder['q'] of [3]);
console.log(holder.p, holder.q);
let v = 'outer';
for (let v of ['inner']) console.log(v);
const list = [1];
for (const x of list) if (x < 4) list.push(x + 1);
console.log(list.join());
for (const x of new Uint8Array([9, 8])) console.log(x);
for (var async of [1]) ;
v;
