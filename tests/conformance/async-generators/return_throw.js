const log = [];
async function* g() { try { yield 1; yield 2; } catch (e) { log.push('caught ' + e); yield 'c'; } finally { log.push('finally'); await null; yield 'f'; } }
(async () => {
  let i = g();
  await i.next();
  log.push(JSON.stringify(await i.return('r')), JSON.stringify(await i.next()));
  i = g();
  await i.next();
  log.push(JSON.stringify(await i.throw('t')), JSON.stringify(await i.next()), JSON.stringify(await i.next()));
  i = g();
  log.push(JSON.stringify(await i.return(Promise.resolve('unwrapped'))));
  try { await g().throw('early'); } catch (e) { log.push('out ' + e); }
  try { await g().return(Promise.reject('bad')); } catch (e) { log.push('rejected ' + e); }
  for await (const x of g()) break;
  console.log(log.join('\n'));
})();
0;
