// Accessors on the prototypes that everything inherits from.
const trap = (name) => ({ __proto__: null, get() { throw 'get ' + name; }, set() { throw 'set ' + name; }, configurable: true });
for (const name of ['0', '1', 'value', 'done', 'get', 'set', 'enumerable', 'configurable', 'writable', 'v', 'd', 'raw', 'length_', 'names', 'next_'])
  Object.defineProperty(Object.prototype, name, trap(name));
Object.defineProperty(Array.prototype, '2', trap('2'));
const list = [1, 2, 3, ...[4, 5]];
const [a, b, c, ...d] = list;
class K { x = 1; static y = 2; [`z${1}`] = 3; get g() { return 4; } static { this.t = 5; } #q = 6; q() { return this.#q; } }
const { x, ...r } = new K();
const tagged = ((s) => s.raw[0])`raw`;
function f(...args) { return args[2]; }
function* gen() { yield 1; }
let n = 0;
for (const v of new Set([1, 2])) n += v;
for (const v of list) n += v;
for (const v of gen()) n += v;
[a, b, c, d.length, x, r.z1, K.y, K.t, new K().g, new K().q(), tagged, f(7, 8, 9), n, { ...[1, 2, 3] }[2]].join();
