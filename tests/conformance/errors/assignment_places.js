// Where an error in an assignment stands: at its operator.
function at(f) { try { f(); console.log('none'); } catch (e) { console.log(e.stack.split('\n')[1].match(/\d+:\d+/)[0], e.name); } }
at(() => { null.x = 1; });
at(() => { null.x     = 1; });
at(() => { let u; u[1]   = 1; });
at(() => { 'use strict'; Object.freeze([1])[0]   = 2; });
at(() => { 'use strict'; Object.freeze({a: 1}).a   += 2; });
at(() => { 'use strict'; undeclared   = 2; });
at(() => { 'use strict'; undefined   = 2; });
at(() => { const c = 1; c   = 2; });
at(() => { const c = 1; c   += 2; });
at(() => { const c = 1; c  ++; });
at(() => { c   = 2; let c; });
at(() => { c   += 2; let c; });
at(() => { let a; [a .x] = [1]; });
at(() => { let a; ({b: a  .x} = {b: 1}); });
at(() => { class A { #x; static t(o) { o . #x    = 1; } static r(o) { return o  .  #x; } } A.t({}); });
at(() => { class A { #x; static t(o) { o . #x    = 1; } static r(o) { return o  .  #x; } } A.r({}); });
at(() => { class A { #x; static t(o) { o . #x(1); } } A.t({}); });
at(() => { class A { static t(o) { super . x . y    = 1; } } A.t({}); });
at(() => { let u = {}; u.x . y    = u.y.z; });
at(() => { let u = {}; u.x . y    = u.y(); });
at(() => { let u; for (u . x of [1]); });
at(() => { let u; (u). x  =
    1; });
const o = { get s() { return 1; }, set s(v) { throw new Error('s'); } };
function caller(f) { try { f(); } catch (e) { console.log(e.stack.split('\n')[2].match(/\d+:\d+/)[0]); } }
caller(() => { o.s = 1; });
caller(() => { o . s   += 1; });
caller(() => { o [ 's' ]   = 1; });
