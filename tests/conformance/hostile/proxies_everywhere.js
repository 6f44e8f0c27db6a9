const log = [];
const handler = new Proxy({}, { get(t, trap) { return (target, ...a) => { log.push(trap + ' ' + (typeof a[0] === 'symbol' ? a[0].description : typeof a[0] === 'string' ? a[0] : '')); return Reflect[trap](target, ...a); }; } });
const p = new Proxy({ a: 1, b: 2, m() { return 'm'; } }, handler);
const { a, ...rest } = p;
p.a ??= 5;
p.c ||= 1;
p.m?.();
'a' in p;
delete p.b;
({ ...p });
class F { constructor() { return p; } }
class G extends F { field = 1; #priv = 2; static read(o) { return o.#priv; } }
console.log(G.read(new G()));
console.log(log.map((s) => s.trim()).join('\n'));
