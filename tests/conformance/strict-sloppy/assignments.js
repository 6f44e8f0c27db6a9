function test(name, f) { try { console.log(name, f()); } catch (e) { console.log(name, e.name); } }
test('sloppy undeclared', () => { madeGlobal = 1; return typeof madeGlobal; });
test('strict undeclared', () => { 'use strict'; neverMade = 1; });
test('sloppy readonly', () => { const o = Object.freeze({ x: 1 }); o.x = 2; delete o.x; return o.x; });
test('strict readonly', () => { 'use strict'; Object.freeze({ x: 1 }).x = 2; });
test('strict delete', () => { 'use strict'; delete Object.freeze({ x: 1 }).x; });
test('strict add', () => { 'use strict'; Object.preventExtensions({}).y = 1; });
test('sloppy primitive', () => { 'abc'.length = 1; (5).x = 1; return 'ok'; });
test('strict primitive', () => { 'use strict'; 'abc'.length = 1; });
test('strict primitive property', () => { 'use strict'; (5).x = 1; });
test('sloppy function name', () => (function f() { f = 1; return typeof f; })());
test('strict function name', () => (function f() { 'use strict'; f = 1; })());
test('strict undefined', () => { 'use strict'; undefined = 1; });
test('strict arguments.callee', () => (function () { 'use strict'; return arguments.callee; })());
delete globalThis.madeGlobal;
