// Nothing that a script has done to the built-ins reaches the decorators' machinery.
const log = { __proto__: null };
const show = console.log, define = Object.defineProperty, values = Object.values;
for (const key of ['get', 'set', 'has', 'value', 'kind', 'init', 'metadata', 'extra', 'finished', 'writable', 'enumerable', '0', '1', 'addInitializer']) {
  define(Object.prototype, key, { __proto__: null, get() { return undefined; }, set() { throw new Error('set ' + key); }, configurable: true });
}
Array.prototype.push = Array.prototype.unshift = Function.prototype.call = Function.prototype.apply = () => { throw new Error('called'); };
Object.defineProperty = Object.create = Reflect.apply = () => { throw new Error('called'); };
let n = 0;
const d = (value, c) => { log[n++] = c.kind; c.addInitializer(function () { log[n++] = 'extra ' + c.kind; }); };
@d class C { @d m() {} @d f = 1; @d accessor a = 2; @d static s = 3; @d get g() { return 4; } @d #p() { return 5; } p() { return this.#p(); } }
const c = new C();
const text = `${c.f} ${c.a} ${C.s} ${c.g} ${c.p()}`;
for (const key of ['get', 'set', 'has', 'value', 'kind', 'init', 'metadata', 'extra', 'finished', 'writable', 'enumerable', '0', '1', 'addInitializer']) delete Object.prototype[key];
show(text);
show(values(log));
