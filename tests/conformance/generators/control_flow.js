function* all() {
  let n = 0;
  outer: while (true) {
    do { n++; if (n === 2) continue outer; if (n > 4) break outer; yield 'do' + n; } while (false);
    for (const k in { a: 1, b: 2 }) { yield k + n; if (n === 3) continue outer; }
    switch (n) { case 1: yield 'one'; case 10: yield 'fell'; break; case 4: yield 'four'; default: yield 'default'; }
  }
  try { try { yield 'try'; throw 1; } catch (e) { yield 'c' + e; throw 2; } finally { yield 'f'; } } catch ({}) { yield 'end'; }
  with ({ w: 'with' }) yield w;
  block: { yield 'b'; if (n) break block; yield 'never'; }
}
[...all()].join();
