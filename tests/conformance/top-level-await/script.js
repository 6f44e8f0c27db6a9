// A program that is no script without it may use await at its top; its value is what the last expression gives.
const value = await Promise.resolve(20);
console.log('after', value);
for await (const x of [1, Promise.resolve(2)]) console.log(x);
const { a } = await { a: 'destructured' };
console.log(a);
function later() { return value; }
try { await Promise.reject(new TypeError('no')); } catch (e) { console.log(e.name); }
later() + await 22;
