function* inner() { const x = yield 'i1'; console.log('inner got', x); try { yield 'i2'; } catch (e) { console.log('inner caught', e); yield 'i3'; } return 'inner result'; }
function* outer() { const r = yield* inner(); console.log('r =', r); yield* [1, 2]; yield* 'ab'; }
const g = outer();
console.log(g.next().value, g.next('X').value, g.throw('T').value);
console.log([...g].join());
const log = [];
const it = { [Symbol.iterator]: () => ({ next(v) { log.push('next ' + v); return { value: 1, done: false }; }, return(v) { log.push('return ' + v); return { value: 'rv', done: true }; }, throw(v) { log.push('throw ' + v); return { value: 'tv', done: true }; } }) };
function* d() { const r = yield* it; log.push('result ' + r); return 'fin'; }
let i = d();
i.next('a'); i.next('b');
log.push(JSON.stringify(i.return('c')));
i = d();
i.next();
log.push(JSON.stringify(i.throw('e')));
console.log(log.join('\n'));
function* noThrow() { yield* { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return() { console.log('closed'); return {}; } }) }; }
i = noThrow();
i.next();
try { i.throw('x'); } catch (e) { console.log(e.name); }
