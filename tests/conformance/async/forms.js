const o = { async m(x) { return [this === o, await x].join(); }, async *g() {}, async: 1, async get() { return 'get'; }, async [`c${1}`]() { return 'c'; } };
class A { async m() { return 'A'; } static async s() { return super.toString === Function.prototype.toString; } async = 5; }
class B extends A { async m() { return (await super.m()) + 'B'; } }
const arrow = async (x) => (await x) * 2, short = async x => await x, nested = async () => async () => 'deep';
(async function () {
  console.log(await o.m(1), await o.get(), await o.c1(), await A.s(), await new B().m(), new A().async);
  console.log(await arrow(21), await short('s'), await (await nested())());
  console.log((await Promise.all([1, Promise.resolve(2), arrow(3)])).join());
  for (const x of [1, 2]) console.log(await x);
  const f = async function named() { return named.name; };
  console.log(await f(), -await 5, (await 1) + (await 2), await (async () => { return await 'x'; })());
})();
var async = 3;
async
typeof arrow;
