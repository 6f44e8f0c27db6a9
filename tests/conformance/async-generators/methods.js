const o = { async *m() { yield this.v; }, v: 'o' };
class A { async *m() { yield 'A'; } static async *s() { yield* [1, 2]; } async *#p() { yield 'p'; } q() { return this.#p(); } async *[Symbol.asyncIterator]() { yield 'it'; } }
class B extends A { async *m() { yield* super.m(); yield 'B'; } }
const collect = async (it) => { const out = []; for await (const x of it) out.push(x); return out.join(); };
(async () => {
  console.log(await collect(o.m()), await collect(new B().m()), await collect(A.s()), await collect(new A().q()), await collect(new A()));
  async function* params(a = 1, { b } = { b: 2 }) { yield a + b; }
  console.log(await collect(params()), await collect(params(5)));
  try { (async function* ({ x }) {})(); } catch (e) { console.log('sync', e.name); }
  const AG = Object.getPrototypeOf(async function* () {}).constructor;
  console.log(AG.name, await collect(new AG('yield 7')()));
})();
0;
