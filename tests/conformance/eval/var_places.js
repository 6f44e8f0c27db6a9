// Where an eval's var lives, and what `arguments` means in arrows that evaluate texts.
function g() { return ((p = eval('var arguments = 1')) => [arguments, typeof arguments])(); }
console.log(g(5));
function g2() { return ((p = eval('var arguments')) => typeof arguments)(); }
console.log(g2(5));
function g3() { return (() => { eval('var arguments = 7'); return arguments; })(); }
console.log(g3(5));
function g4() { return (() => { eval('1'); return arguments[0]; })(); }
console.log(g4(5));
function g5() { return ((a = eval('arguments[0]')) => { return a; })(); }
console.log(g5(5));
function g7() { eval('var arguments = 3'); return arguments; }
console.log(g7(4));
function g8() { eval('var arguments;'); return arguments[0]; }
console.log(g8(4));
function g9() { return (() => () => { eval('arguments = 8'); return arguments; })()(); }
console.log(g9(4));
console.log(((a = eval('var a1 = 1; var b1 = 2'), q = () => a1) => { var a1 = 5; b1++; return [q(), a1, b1]; })());
try { console.log(((a = eval('var a = 3')) => a)()); } catch (e) { console.log(e.name); }
console.log(((a = eval('function ff() { return 1; } 5'), q = () => ff()) => { function ff() { return 2; } return [q(), ff(), a]; })());
console.log((() => { const o = { x: 1 }; with (o) { eval('var x = 2'); } return [o.x, x]; })());
console.log((() => { const o = { x: 1 }; with (o) { eval('var x = 2; function y() { return x; } x++; var z = y()'); } return [o.x, x, z]; })());
console.log((() => { try { throw 1; } catch (e) { eval('var e = 2; e++'); return [e, eval('var e; e')]; } })());
console.log((() => { try { throw 1; } catch (e) { eval('var e = 2'); } return e; })());
function nested() { return (() => { eval('eval("var arguments = 9")'); return arguments; })(); }
console.log(nested(1));
console.log((() => { eval('eval("var deep = 9")'); return deep; })());
console.log((function () { eval('eval("var deep = 9; function deeper() { return deep; }")'); return deeper(); })());
