// context.access reads, writes and asks.
const accesses = {};
const d = (value, { name, access }) => { accesses[String(name)] = access; };
class C {
  @d field = 1; @d #field = 2; @d method() { return 'm'; } @d #method() { return 'pm'; }
  @d get g() { return this._g; } @d set s(v) { this._g = v; } @d accessor a = 3; @d accessor #a = 4;
  @d static #s = 5; @d static t = 6;
}
const c = new C();
const { field, '#field': pf, method, '#method': pm, g, s, a, '#a': pa, '#s': ps, t } = accesses;
console.log(field.get(c), pf.get(c), method.get(c)(), pm.get(c)(), a.get(c), pa.get(c), ps.get(C), t.get(C));
field.set(c, 10); pf.set(c, 20); s.set(c, 30); a.set(c, 40); pa.set(c, 50); ps.set(C, 60);
console.log(field.get(c), pf.get(c), g.get(c), a.get(c), pa.get(c), ps.get(C));
console.log(field.has(c), field.has({}), pf.has(c), pf.has({}), pm.has(c), pm.has({}), a.has(c), pa.has(c), ps.has(c), t.has(C));
for (const f of [() => pf.get({}), () => pf.set({}, 1), () => pm.get({}), () => pa.get({})]) {
  try { f(); console.log('no error'); } catch (e) { console.log(e instanceof TypeError); }
}
console.log(field.get({ field: 'any' }), a.get({ a: 'thing' }));
