for (const [p, b] of [['/*', '*/) {'], ['a', '}, function () {'], ['a) { return 1 }; (function (b', ''], ['a = super.x', ''], ['', 'super()'], ['yield', '"use strict"'], ['a', 'let a'], ['', 'new.target; return 1'], ['a //', 'return a'], ['', '-->'], ['...a, b', ''], ['', 'await 1'], ['', '#x in this']]) {
  try { console.log(JSON.stringify(p), JSON.stringify(b), typeof new Function(p, b)); } catch (e) { console.log(JSON.stringify(p), JSON.stringify(b), e.name); }
}
var x = 'global';
(function () { var x = 'local'; return new Function('return x')(); })();
