const log = [];
a: for (let i = 0; i < 3; i++) { b: for (let j = 0; j < 3; j++) { if (j === 1) continue a; if (i === 2) break a; log.push(i + '' + j); } }
block: { log.push('in'); if (log) break block; log.push('never'); }
x: y: for (;;) { break x; }
sw: switch (1) { case 1: for (;;) break sw; }
l: if (true) { break l; }
n: { try { break n; } finally { log.push('finally'); } }
w: while (true) { try { continue w; } finally { break w; } }
yield: for (;;) break yield;
let_: do { continue let_; } while (false);
console.log(log.join());
for (const bad of ['break', 'continue', 'a: continue a;', 'a: { continue a; }', 'break missing;', 'a: a: ;', 'a: (() => { break a; })()', 'while (1) { (function () { break; })() }', 'a: let b = 1', 'a: class B {}', 'a: async function f() {}', 'a: function* g() {}']) {
  try { new Function(bad); console.log(bad, 'accepted'); } catch (e) { console.log(bad, e.name); }
}
