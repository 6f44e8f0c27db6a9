// Names that a lowering might have chosen for itself.
var _this = 1, self = 2, _a = 3, $0 = 4, __proto__$ = 5, T = 6, tdz = 7, call = 8, iterate = 9, value = 10, done = 11, it = 12, e = 13, args = 14, module = 15, exports = 16, require_ = 17;
const f = () => [_this, self, _a, $0, T, tdz, call, iterate, value, done, it, e, args, module, exports].join();
class arguments_ { constructor(eval_, T) { this.v = T; } static call() { return 'own call'; } static apply = 1; static prototype_ = 2; }
for (const it of [1]) { try { throw 2; } catch (e) { console.log(it, e, T); } }
const { constructor, hasOwnProperty = 1, toString: valueOf, __defineGetter__ } = {};
console.log(f(), new arguments_(1, 't').v, arguments_.call(), typeof constructor, typeof valueOf);
let undefined_ = 1, NaN_ = 2, Infinity_ = 3;
(function (undefined, NaN) { let Infinity = 'inf'; console.log(undefined, NaN, Infinity); })(1, 2);
var __proto__ = { p: 1 };
function hasOwn() { var hasOwnProperty = 1, constructor = 2, toString = 3; return hasOwnProperty + constructor + toString; }
hasOwn();
