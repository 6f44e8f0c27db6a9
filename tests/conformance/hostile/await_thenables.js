const log = [];
const thenable = (n) => ({ get then() { log.push('then read ' + n); return (ok) => { log.push('then called ' + n); ok('v' + n); ok('twice'); throw 'ignored'; }; } });
(async () => {
  log.push(await thenable(1));
  log.push(await (async () => thenable(2))());
  for await (const x of [thenable(3)]) log.push(x);
  try { await { get then() { throw 'getter'; } }; } catch (e) { log.push('caught ' + e); }
  const p = Promise.resolve(4);
  p.then = () => { throw 'own then must not be called'; };
  log.push(await p);
  Promise.prototype.constructor = null;
  log.push(await Promise.resolve(5).then((x) => x).catch(() => 'species'));
})().then(() => console.log(log.join('\n')), (e) => console.log('failed', String(e.name), log.join()));
0;
