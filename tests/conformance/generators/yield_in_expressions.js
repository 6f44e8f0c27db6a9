function* g() {
  const o = { [yield 'key']: yield 'value', ...(yield 'spread') };
  const a = [yield 'a0', ...(yield 'rest')];
  const s = `${yield 't1'}-${yield 't2'}`;
  const c = (yield 'cond') ? yield 'yes' : yield 'no';
  const f = ((x, y) => x + y)(yield 'arg1', yield 'arg2');
  let t = {};
  t[yield 'prop'] = yield 'rhs';
  t.n = 1;
  t.n += yield 'add';
  const n = (yield 'l') ?? (yield 'r');
  const { d = yield 'default' } = {};
  if (yield 'if') return [o, a, s, c, f, t, n, d];
  switch (yield) { case yield 'case': return 'switched'; }
}
const answers = ['k', 'v', { z: 1 }, 1, [2, 3], 'x', 'y', true, 'Y', 10, 20, 'p', 'P', 5, null, 'nn', 'dd', true];
const i = g();
let r = i.next();
const asked = [];
for (const answer of answers) { asked.push(r.value); r = i.next(answer); }
console.log(asked.join());
JSON.stringify(r.value);
