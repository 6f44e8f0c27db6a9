if (true) function inIf() { return 'if'; }
console.log(inIf());
label: function labelled() { return 'labelled'; }
console.log(labelled());
for (var i = 0 in {}) ;
console.log(i);
try { throw 1; } catch (e) { var e = 2; console.log(e); }
console.log(typeof e, '\07' === '\x07', 010);
console.log(/\c/.test('\\c'), /[\c*]/.test('*'), /a{/.test('a{'), /\8/.test('8'), /]/.test(']'));
console.log('x'.anchor ? 'html methods' : 'none', escape('ü'), unescape('%FC'), 'abc'.substr(-2, 1));
const o = {};
o.__defineGetter__('g', () => 'defined');
console.log(o.g, typeof o.__lookupGetter__('g'), o.__proto__ === Object.prototype);
switch (1) { case 1: function inCase() { return 'case'; } }
inCase();
