// Lexical names of a program are no properties of the global object; variables and functions are.
var v = 1;
let l = 2;
const k = 3;
class C {}
function f() {}
console.log('v' in globalThis, 'l' in globalThis, 'k' in globalThis, 'C' in globalThis, 'f' in globalThis);
console.log((0, eval)('l + k'), new Function('return typeof C')());
console.log(Object.getOwnPropertyDescriptor(globalThis, 'v').configurable);
globalThis.l = 'property';
l;
