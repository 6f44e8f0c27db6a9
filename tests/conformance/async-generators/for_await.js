const log = [];
(async () => {
  for await (const x of [1, Promise.resolve(2), (async () => 3)()]) log.push(x);
  for await (const { a } of (async function* () { yield { a: 'd1' }; yield { a: 'd2' }; })()) log.push(a);
  const it = { [Symbol.asyncIterator]() { let n = 0; return { next: () => Promise.resolve({ value: n++, done: n > 9 }), return() { log.push('closed'); return Promise.resolve({}); } }; } };
  for await (const x of it) if (x === 1) break;
  try { for await (const x of it) throw 'body'; } catch (e) { log.push(e); }
  await (async () => { for await (const x of it) return; })();
  try { for await (const x of [Promise.reject('rejected')]); } catch (e) { log.push(e); }
  try { for await (const x of 5); } catch (e) { log.push(e.name); }
  outer: for (const y of [1, 2]) for await (const x of it) continue outer;
  console.log(log.join('\n'));
})();
0;
