const values = [
  '1;', '1; var x = 2;', '1; ;', '1; {}', '1; { 2; }', '{}', 'if (true) 3;', '1; if (false) 2;', '1; if (true) {}', 'do { 4; } while (false)', '5; do { break; } while (false)',
  'for (var i = 0; i < 3; i++) i;', 'for (const x of [1, 2]) { x * 10; }', '1; for (;false;);', 'while (true) { 6; break; }', 'switch (1) { case 1: 7; break; }', 'switch (1) { case 1: 8; case 2: }', '1; switch (9) {}',
  'try { 9; } finally { 10; }', 'try { throw 1; } catch (e) { e + 10; }', '1; try {} catch {}', 'l: { 11; break l; 12; }', '13; function f() {}', '14; class A {}', '15; let y = 16;', 'with ({ z: 17 }) z;', '"use strict"',
  'do { 18; continue; } while (false)', 'var a = 19', '20; throw_ : 21;', 'for (var k in { p: 1 }) k + "!";', 'if (1) { 22; } else { 23; }', '24; try { 25; } finally { }', 'do { 26; if (true) { break; } 27; } while (false)', '2; { 3; var q; }', 'for (const v of [1]) { if (v) { "in"; continue; } }',
];
for (const v of values) console.log(v, '=>', String((0, eval)(v)));
