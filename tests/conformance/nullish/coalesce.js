console.log(null ?? 'a', undefined ?? 'b', 0 ?? 'c', '' ?? 'd', false ?? 'e');
let evaluated = 0;
1 ?? evaluated++;
null ?? evaluated++;
console.log(evaluated);
console.log((null || undefined) ?? 'x', null ?? (0 || 'y'), undefined ?? null ?? 'z');
for (const bad of ['a ?? b || c', 'a || b ?? c', 'a ?? b && c', 'a && b ?? c']) {
  try { new Function(bad); console.log('accepted'); } catch (e) { console.log(e.name); }
}
(null ?? 1) + 1;
