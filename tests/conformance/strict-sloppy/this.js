function sloppy() { return typeof this; }
function strict() { 'use strict'; return typeof this; }
console.log(sloppy(), strict(), sloppy.call(5), strict.call(5), sloppy.call(null), strict.call(null));
console.log((function () { return this === globalThis; })(), (() => this === globalThis)());
const o = { s() { 'use strict'; return this; }, f() { return this; } };
console.log((0, o.s)(), (0, o.f)() === globalThis, (o.s)() === o);
