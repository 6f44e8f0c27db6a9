function* count(to) { for (let i = 1; i <= to; i++) yield i; return 'done'; }
const g = count(2);
console.log(JSON.stringify([g.next(), g.next(), g.next(), g.next()]));
console.log([...count(4)].join(), Math.max(...count(3)));
function* fib() { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b]; } }
const first = [];
for (const n of fib()) { if (n > 50) break; first.push(n); }
console.log(first.join());
function* two() { const a = yield 'first'; const b = yield a + '!'; return [a, b]; }
const t = two();
console.log(t.next('ignored').value, t.next('A').value, t.next('B').value.join());
const o = { *m() { yield this.v; }, v: 'method', *[Symbol.iterator]() { yield 1; yield 2; } };
console.log(o.m().next().value, [...o].join());
console.log(Object.prototype.toString.call(g), g[Symbol.iterator]() === g, typeof g.next);
(function* () { yield; })().next();
