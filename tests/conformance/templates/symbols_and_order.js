const log = [];
const say = (x) => ({ toString() { log.push(x); return x; } });
console.log(`${say('a')}${say('b')}${say('c')}`, log.join());
try { `${Symbol('s')}`; } catch (e) { console.log(e.name); }
console.log(`${Symbol('s').toString()}`);
const prim = { [Symbol.toPrimitive](hint) { return hint; } };
console.log(`${prim}`, prim + '', +prim);
