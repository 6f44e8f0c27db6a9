// Parameters are bound at the call, the body waits for next().
const log = [];
function* g(a = log.push('default'), { b } = { b: 'B' }) { log.push('body'); yield [a, b, arguments.length]; }
const i = g();
log.push('called');
log.push(JSON.stringify(i.next().value));
try { (function* ({ x }) {})(); } catch (e) { log.push(e.name); }
function* closure(n) { const f = () => n++; yield f(); yield f(); yield n; }
log.push([...closure(5)].join());
console.log(log.join('\n'));
