// What a program does to the globals does not reach the loop.
const set = setTimeout, log = console.log;
Array.prototype.push = Array.prototype.shift = () => { throw new Error('push'); };
Object.defineProperty(Array.prototype, 0, { set() { throw new Error('index'); }, configurable: true });
Function.prototype.call = Function.prototype.apply = null;
Math.floor = Date.now = null;
Object.prototype.get = Object.prototype.value = Object.prototype.live = 1;
for (let i = 0; i < 3; i++) set(() => log('timer', i), i);
set(() => { delete Array.prototype[0]; log(structuredClone(new Map([[1, { a: [1, 2] }]])).get(1).a.length); }, 10);
void 0;
