const log = [];
const make = () => ({ [Symbol.iterator]() { let n = 0; return { next: () => ({ value: n++, done: false }), return() { log.push('closed at ' + n); return {}; } }; } });
const [a] = make();
const [b, , c] = make();
const [] = make();
try { const [{ x }] = { [Symbol.iterator]: () => ({ next: () => ({ value: null, done: false }), return() { log.push('closed on error'); return {}; } }) }; } catch (e) { log.push(e.name); }
let d;
[d = (() => 5)()] = make();
try { [(() => { throw 'target'; })().p] = make(); } catch (e) { log.push(e); }
(([x, y]) => 0)(make());
console.log(log.join('\n'));
log.length;
