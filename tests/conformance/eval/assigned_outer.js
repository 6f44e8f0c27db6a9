// What is assigned is looked up before the right side: a variable that an eval declares there comes too late.
function plain() { var x = 0; const inner = (() => { x = (eval('var x;'), 1); return x; })(); return [inner, x]; }
function compound() { var x = 3; const inner = (function () { x *= (eval('var x = 2'), 4); return x; })(); return [inner, x]; }
function power() { let x = 2; return [(() => { x **= (eval('var x = 5'), 3); return x; })(), x]; }
function parameter(x) { return [(() => (x = eval('var x = 1; 9'), x))(), x]; }
function own() { var x = 1; x = (eval('var x = 2'), 3); return x; }
function chained() { var a = 0, b = 0; (() => { a = b = (eval('var a = 5, b = 6'), 1); console.log(a, b); })(); return [a, b]; }
function loop() {
  const result = [];
  for (let i = 0; i < 2; i++) { let x = i; (() => { x = (eval('var y = 1'), x + 10); })(); result.push(x); }
  return result;
}
function later() { var x = 1; return (() => { x += (eval('1'), 1); return eval('x'); })(); }
function strict() { 'use strict'; var x = 1; (() => { x = (eval('var x = 5'), 2); })(); return x; }
for (const f of [plain, compound, power, parameter, own, chained, loop, later, strict]) console.log(f.name, f(7));
