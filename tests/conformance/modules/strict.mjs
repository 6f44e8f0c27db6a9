// Module code is strict and has its own names; this is undefined.
console.log(this, typeof exports);
var own = 1;
function f() { return this; }
console.log(f(), 'own' in globalThis, typeof import.meta);
try { undeclared = 1; } catch (e) { console.log(e.name); }
console.log((0, eval)('this') === globalThis, eval('this'));
export {};
