// `accessor` without decorators.
let n = 0;
const order = [];
class C {
  accessor a = ++n;
  accessor b;
  static accessor s = 'static';
  accessor #p = this.a + 10;
  static accessor #sp = 'sp';
  accessor ['comp' + 'uted'] = () => 1;
  accessor [(order.push('key'), Symbol.for('s'))] = 2;
  accessor 12 = 'twelve';
  accessor 'quoted name' = 'q';
  accessor f = function () {};
  get p() { return this.#p; }
  set p(v) { this.#p = v; }
  static get sp() { return this.#sp; }
  has(o) { return #p in o; }
}
const c = new C(), d = new C();
c.a += 100; c.b = 'b'; c.p++;
console.log(c.a, d.a, c.b, d.b, C.s, c.p, d.p, C.sp, c.computed(), c[Symbol.for('s')], c[12], c['quoted name']);
console.log(Object.keys(c), Object.getOwnPropertyNames(C.prototype).join());
const descriptor = Object.getOwnPropertyDescriptor(C.prototype, 'a');
console.log(typeof descriptor.get, typeof descriptor.set, descriptor.enumerable, descriptor.configurable);
console.log(['a', 'computed', Symbol.for('s'), 12].map(k => {
  const { get, set } = Object.getOwnPropertyDescriptor(C.prototype, k);
  return [get.name, set.name, get.length, set.length].join('|');
}));
console.log(c.f.name, c.computed.name, c.has(c), c.has({}));
for (const f of [() => descriptor.get.call({}), () => descriptor.set.call({}, 1), () => class extends C {}.s]) {
  try { f(); console.log('no error'); } catch (e) { console.log(e instanceof TypeError); }
}
class Sub extends C { accessor b = 'sub'; get superB() { return super.b; } }
const s = new Sub();
s.b = 5;
console.log(s.b, s.superB, 'a' in s, Object.keys(s));
class Words { accessor = 1; static accessor = 2; accessor
  x = 3; accessor() { return 4; } }
console.log(new Words().x, Words.accessor);
