var \u0061bc = 1, \u{62}cd = 2, ünï = 3, 变量 = 4, $_ = 5, a\u200c = 6;
console.log(abc, bcd, ünï, 变量, $_, a\u200c, \u{61}bc);
const o = { \u0069f: 1, cl\u0061ss: 2 };
console.log(o.if, o.class, o.\u0069f);
for (const bad of ['v\\u0061r x', '\\u{1F600}', 'a\\u0020b', 'if (1) \\u0065lse;', '({ g\\u0065t x() {} })', 'l\\u0065t\nx', '"use strict"; l\\u0065t', 'class A { st\\u0061tic m() {} }', 'async () => { \\u0061wait 1 }', '𠮷_ = 1', 'x\\u002b']) {
  try { (0, eval)(bad); console.log(bad, 'accepted'); } catch (e) { console.log(bad, e.name); }
}
