console.log(2 ** 10, 2 ** 3 ** 2, (-2) ** 2, 2 ** -1, (2 ** 3) ** 2);
let x = 3;
x **= 2;
console.log(x, x++ ** 2, x);
const o = { get v() { console.log('v'); return 2; } };
console.log(o.v ** o.v);
console.log(NaN ** 0, 1 ** Infinity, 0 ** 0);
for (const bad of ['-2 ** 2', 'typeof 1 ** 2', '!1 ** 2', 'delete x ** 2']) {
  try { eval(bad); console.log('accepted'); } catch (e) { console.log(e.name); }
}
const order = [];
({ valueOf() { order.push('l'); return 2; } }) ** ({ valueOf() { order.push('r'); return 3; } });
order;
