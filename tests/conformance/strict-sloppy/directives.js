function a() { 'use strict'; return this === undefined; }
function b() { ('use strict'); return this === undefined; }
function c() { 'use\x20strict'; return this === undefined; }
function d() { 'other'; "use strict"; return this === undefined; }
function e() { 'use strict' + ''; return this === undefined; }
function f() { 1; 'use strict'; return this === undefined; }
function g() { 'use strict'
  return this === undefined; }
function h() { 'use strict'
  .length; return this === undefined; }
console.log(a(), b(), c(), d(), e(), f(), g(), h());
function outer() { 'use strict'; return (function () { return this === undefined; })() && eval('(function () { return this === undefined; })()'); }
outer();
