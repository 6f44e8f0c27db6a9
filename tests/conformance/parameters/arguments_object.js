// Mapped only in sloppy functions with simple parameters.
function mapped(a) { a = 2; arguments[1] = 'no'; return arguments[0]; }
function mappedBack(a) { arguments[0] = 3; return a; }
function strict(a) { 'use strict'; a = 2; return arguments[0]; }
function complex(a, b = 0) { a = 2; return arguments[0]; }
function rest(a, ...r) { a = 2; return arguments[0]; }
console.log(mapped(1), mappedBack(1), strict(1), complex(1), rest(1));
function later(a) { const g = () => { arguments[0] = 9; }; g(); return a; }
console.log(later(1));
function shadow(arguments) { return arguments; }
function local() { var arguments; return typeof arguments; }
function inner() { let arguments = 'mine'; return arguments; }
console.log(shadow(5), local(), inner());
(function () { return [...arguments].reverse(); })(1, 2, 3);
