var x = 'global';
function f() {
  var x = 'local';
  const l = 'lexical';
  return [eval('x'), (0, eval)('x'), eval('l'), eval?.('x'), globalThis.eval('x'), eval('x = "changed"; x'), x].join();
}
console.log(f());
function declares() { eval('var made = 1; let hidden = 2; function fn() { return 3; }'); return [made, typeof hidden, fn()].join(); }
console.log(declares(), typeof made);
function shadow(eval) { return eval('x'); }
console.log(shadow((s) => 'not eval ' + s));
const alias = eval;
(function () { var x = 'inner'; console.log(alias('x')); })();
(0, eval)('var viaIndirect = 5; let notGlobal = 6');
console.log(viaIndirect, typeof notGlobal, delete globalThis.viaIndirect);
eval('1; if (true) { 2; } var q;');
