function* walk(t) { if (!t) return; yield* walk(t.l); yield t.v; yield* walk(t.r); }
const tree = { v: 4, l: { v: 2, l: { v: 1 }, r: { v: 3 } }, r: { v: 6, l: { v: 5 } } };
console.log([...walk(tree)].join());
function* permute(a, n = a.length) {
  if (n <= 1) yield a.slice();
  else for (let i = 0; i < n; i++) { yield* permute(a, n - 1); const j = n % 2 ? 0 : i; [a[n - 1], a[j]] = [a[j], a[n - 1]]; }
}
console.log([...permute(['a', 'b', 'c'])].map((p) => p.join('')).join());
function* take(n, it) { for (const x of it) { if (n-- <= 0) return; yield x; } }
function* map(f, it) { for (const x of it) yield f(x); }
function* naturals() { try { for (let n = 0; ; n++) yield n; } finally { console.log('closed'); } }
[...take(3, map((x) => x * x, naturals()))];
