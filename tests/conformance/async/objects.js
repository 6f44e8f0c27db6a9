async function f(a, b) {}
console.log(f.length, f.name, 'prototype' in f, Object.prototype.toString.call(f), f() instanceof Promise);
try { new f(); } catch (e) { console.log(e.name); }
const AsyncFunction = Object.getPrototypeOf(f).constructor;
console.log(AsyncFunction.name, AsyncFunction === Function, f instanceof Function);
new AsyncFunction('a', 'return (await a) + 1')(Promise.resolve(1)).then((v) => console.log(v));
const value = Promise.resolve(1);
(async () => value)().then((v) => console.log('unwrapped', v));
console.log((async () => value)() === value);
