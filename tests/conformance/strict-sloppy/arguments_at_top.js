// At the top of a script `arguments` is a name like any other.
console.log(typeof arguments, typeof (() => arguments), (0, eval)('typeof arguments'), eval('typeof arguments'));
try { arguments; } catch (error) { console.log(error.message); }
class Name extends (typeof arguments === 'undefined' ? Object : Array) { [typeof arguments] = 1; }
console.log(Object.keys(new Name()), [1].map(() => typeof arguments));
arguments = 4;
console.log(arguments, globalThis.arguments, (() => arguments)(), eval('arguments'), new Function('return arguments')(7)[0]);
(function () { console.log(arguments[0], (() => arguments[0])(), eval('arguments[0]')); })('own');
console.log(delete arguments, typeof arguments);
