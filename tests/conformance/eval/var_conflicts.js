function t(f) { try { return f(); } catch (e) { return e.name; } }
console.log(t(() => { let a; eval('var a = 1'); return 'fine'; }));
console.log(t(() => { let a = 1; { eval('var b = 2'); } return b; }));
console.log(t(() => { let a; { eval('let a = 5; a'); } return typeof a; }));
console.log(t(() => { try { throw 1; } catch (e) { eval('var e = 2'); return e; } }));
console.log(t((a = 1) => { eval('var a = 2'); return a; }));
console.log(t((a = eval('var b = 1')) => { var b; return b; }));
console.log(t(() => { 'use strict'; eval('var s = 1'); return typeof s; }));
console.log(t(() => { eval('"use strict"; var s = 1'); return typeof s; }));
console.log(t(() => { var v = 1; eval('delete v'); eval('var w'); return delete w; }));
console.log(t(() => (0, eval)('let Array_ = 1; Array_')));
let top = 1;
t(() => (0, eval)('var top'));
