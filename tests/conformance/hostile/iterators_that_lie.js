// Iterators that change their minds.
const log = [];
const nextTwice = { [Symbol.iterator]() { let n = 0; return { get next() { log.push('next read'); return () => ({ value: ++n, done: n > 3 }); } }; } };
for (const x of nextTwice) log.push(x);
const changing = { [Symbol.iterator]() { const it = { next: () => ({ value: 1, done: false }) }; it.return = () => { log.push('return 1'); it.return = null; return {}; }; return it; } };
for (const x of changing) break;
const doneTruthy = { [Symbol.iterator]: () => ({ next: () => ({ done: 'yes', value: 'never' }) }) };
log.push([...doneTruthy].length);
const callable = { [Symbol.iterator]: () => Object.assign(() => {}, { next: (() => { let n = 0; return () => ({ done: n++ > 0, value: n }); })() }) };
log.push([...callable].join());
const growing = { get [Symbol.iterator]() { log.push('iterator read'); return function () { return { next() { return { get done() { log.push('done read'); return true; }, get value() { log.push('value read'); } }; } }; }; } };
[...growing];
console.log(log.join('\n'));
const map = new Map([[1, 1]]);
let rounds = 0;
for (const [k] of map) { if (rounds++ < 5) { map.delete(k); map.set(k, k); } }
rounds;
