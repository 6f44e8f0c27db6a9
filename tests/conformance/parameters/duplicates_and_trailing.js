function dup(a, a) { return a; }
console.log(dup(1, 2), dup.length);
function trailing(a, b,) { return a + b; }
console.log(trailing(1, 2,), trailing.length, ((a,) => a)(7,));
const o = { m(a,) { return a; }, set s(v) { this.v = v; } };
o.s = o.m('set',);
o.v;
