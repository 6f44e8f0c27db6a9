function f() { return [].join.call(arguments, '-'); }
console.log(f(...[1, 2], 3, ...'x', ...[]));
const o = { m(...a) { return this === o && a.length; } };
console.log(o.m(...[1, 2, 3]), o['m'](...'ab'), o?.m(...[1]));
class P { constructor(...a) { this.a = a; } }
console.log(new P(...[1, 2], 3).a.join(), new Date(...[2020, 0, 2]).getDate());
class Q extends P { constructor(...a) { super(...a, 'q'); } }
console.log(new Q(1).a.join());
const big = Array.from({ length: 20000 }, (_, i) => i);
Math.max(...big);
