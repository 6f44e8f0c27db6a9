// What scripts replace must not reach the lowered code: the language does not read these names.
const Real = { Array, Object, Symbol, Promise, Error, String, log: console.log.bind(console) };
globalThis.Array = globalThis.Object = globalThis.Symbol = globalThis.Promise = globalThis.Reflect = globalThis.Function = undefined;
globalThis.Error = globalThis.TypeError = globalThis.ReferenceError = globalThis.String = globalThis.RegExp = undefined;
Real.Array.prototype.push = Real.Array.prototype.slice = Real.Array.prototype.concat = Real.Array.prototype.forEach = () => { throw 'stolen'; };
Real.Object.defineProperty = Real.Object.create = Real.Object.keys = Real.Object.setPrototypeOf = () => { throw 'stolen'; };
(function () {}).constructor.prototype.call = (function () {}).constructor.prototype.apply = (function () {}).constructor.prototype.bind = () => { throw 'stolen'; };
Real.String.prototype.concat = Real.String.prototype.toString = () => { throw 'stolen'; };
const [a, ...rest] = [1, 2, 3];
const { b, ...others } = { b: 1, c: 2, d: 3 };
class A { #p = 1; static s = 2; get p() { return this.#p; } m(...x) { return [...x, ...rest]; } }
class B extends A { m(...x) { return super.m(...x); } }
function* g() { yield* [1, 2]; }
let sum = 0;
for (const x of g()) sum += x;
for (const x of [...rest, ...'12']) sum += +x;
Real.log(`${a} ${rest[1]} ${others.d} ${new B().m(7, 8).length} ${new B().p} ${A.s} ${sum}`);
Real.log(((s, ...v) => s[0] + v[0])`tag${1}`, null ?? 'n', { ...others }.c, new Real.Array(...[1, 2]).length);
try { null.x; } catch (e) { Real.log(e.name); }
try { unknown; } catch (e) { Real.log(e.name); }
(async () => { Real.log(await 'awaited'); for await (const x of [5]) Real.log(x); })();
0;
