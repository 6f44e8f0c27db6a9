async function* g() { const x = yield 1; console.log('got', x); yield Promise.resolve(2); await null; return 3; }
(async () => {
  const i = g();
  console.log(JSON.stringify(await i.next('ignored')), JSON.stringify(await i.next('X')), JSON.stringify(await i.next()), JSON.stringify(await i.next()));
  for await (const v of g()) console.log('v', v);
  const q = g();
  const all = await Promise.all([q.next(), q.next(), q.next(), q.next()]);
  console.log(JSON.stringify(all));
  console.log(q[Symbol.asyncIterator]() === q, Object.prototype.toString.call(q));
})();
0;
