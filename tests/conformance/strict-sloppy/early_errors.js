const texts = ['with (o) {}', 'delete x', '010', '"\\010"', 'var eval', 'arguments = 1', 'function f(a, a) {}', 'var let', 'var yield', 'var static', 'var implements',
  'eval++', 'function eval() {}', 'if (1) function f() {}', 'label: function f() {}', 'var package', '({ eval } = {})', 'try {} catch (arguments) {}', 'let let', 'const yield = 1',
  'function f(a = 1) { "use strict" }', '(a) => { "use strict" }', '(...a) => { "use strict" }', 'class A { m({}) { "use strict" } }'];
const accepts = (t) => { try { new Function(t); return 'yes'; } catch (e) { return e.name; } };
for (const t of texts) console.log(t, '|', accepts(t), '|', accepts('"use strict"; ' + t));
