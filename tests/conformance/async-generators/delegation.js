async function* inner() { const x = yield 'a'; console.log('inner', x); return 'result'; }
async function* outer() { const r = yield* inner(); yield r; yield* [Promise.resolve('p'), 'q']; yield* sync(); }
function* sync() { yield 's'; }
(async () => {
  const i = outer();
  const out = [];
  for (let r = await i.next(); !r.done; r = await i.next('sent')) out.push(r.value);
  console.log(out.join());
  const closed = [];
  async function* d() { yield* { [Symbol.asyncIterator]: () => ({ next: async () => ({ value: 1, done: false }), return: async (v) => (closed.push(v), { value: 'rv', done: true }) }) }; }
  const j = d();
  await j.next();
  console.log(JSON.stringify(await j.return('bye')), closed.join());
})();
0;
