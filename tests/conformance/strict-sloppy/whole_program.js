'use strict';
// A program in strict mode.
console.log(typeof this, (function () { return this; })());
try { undeclared = 1; } catch (e) { console.log(e.name); }
eval('var inEval = 1');
console.log(typeof inEval);
{ function scoped() {} }
typeof scoped;
