var async = 1, of = 2, get = 3, set = 4, from = 5, as = 6, target = 7, meta = 8, let_ = 9, static_ = 10;
var yield = 11, await = 12, let = 13, static = 14, implements = 15, package = 16;
console.log(async + of + get + set + from + as + target + meta, yield, await, let, static, implements, package);
function accessor() { return accessor.name; }
const o = { async, of, get, set, await, yield, let, static, new: 1, typeof: 2, class: 3, function: 4, null: 5, true: 6, enum: 7 };
console.log(Object.keys(o).join(), o.new + o.typeof + o.class + o.function + o.null + o.true + o.enum);
async: for (;;) break async;
let = let + 1;
var a = async
  / 1;
let + a;
