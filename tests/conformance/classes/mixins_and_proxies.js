const Serial = (Base) => class extends Base { serialize() { return JSON.stringify(this); } };
const Eq = (Base) => class extends Base { eq(o) { return this.serialize() === o.serialize(); } };
class P { constructor(x) { this.x = x; } }
class Q extends Eq(Serial(P)) {}
console.log(new Q(1).serialize(), new Q(1).eq(new Q(1)), new Q(1).eq(new Q(2)));
const traps = [];
const Traced = new Proxy(P, { construct(t, a, n) { traps.push('construct'); return Reflect.construct(t, a, n); }, get(t, k, r) { traps.push(String(k)); return Reflect.get(t, k, r); } });
class FromProxy extends Traced {}
console.log(new FromProxy(3).x, traps.join());
class ReturnsProxy { constructor() { return new Proxy(this, { defineProperty(t, k, d) { traps.push('define ' + String(k)); return Reflect.defineProperty(t, k, d); } }); } }
class Fields extends ReturnsProxy { f = 1; }
new Fields();
traps.at(-1);
