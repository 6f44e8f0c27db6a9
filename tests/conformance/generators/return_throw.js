const log = [];
function* g() {
  try { log.push('start'); yield 1; log.push('not reached'); }
  catch (e) { log.push('caught ' + e); yield 'from catch'; }
  finally { log.push('finally'); yield 'from finally'; log.push('after'); }
  return 'end';
}
let i = g();
i.next();
log.push(JSON.stringify(i.return('r')), JSON.stringify(i.next()), JSON.stringify(i.next()));
i = g();
i.next();
log.push(JSON.stringify(i.throw('t')), JSON.stringify(i.next()), JSON.stringify(i.next()));
i = g();
log.push(JSON.stringify(i.return('unstarted')), JSON.stringify(i.next()));
i = g();
try { i.throw('early'); } catch (e) { log.push('out ' + e); }
log.push(JSON.stringify(i.next()));
function* override() { try { yield 1; } finally { return 'overridden'; } }
i = override();
i.next();
log.push(JSON.stringify(i.return('x')));
function* swallow() { for (;;) { try { yield 1; } finally { break; } } return 'left'; }
i = swallow();
i.next();
log.push(JSON.stringify(i.return('x')));
console.log(log.join('\n'));
