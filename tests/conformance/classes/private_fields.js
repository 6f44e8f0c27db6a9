class Counter {
  #n = 0;
  static #made = 0;
  constructor() { Counter.#made++; }
  get value() { return this.#n; }
  inc() { this.#n++; ++this.#n; this.#n += 2; this.#n **= 1; return this; }
  static made() { return Counter.#made; }
  static is(o) { return #n in o; }
  steal(o) { return o.#n; }
  reset() { [this.#n] = [100]; ({ a: this.#n = 5 } = {}); return this.#n; }
  nullish() { this.#n &&= 7; this.#n ??= 8; return this?.#n; }
}
const c = new Counter();
console.log(c.inc().value, Counter.made(), Counter.is(c), Counter.is({}), Object.keys(c).length, '#n' in c);
console.log(c.reset(), c.nullish());
try { c.steal({}); } catch (e) { console.log(e.name + ': ' + e.message); }
try { Counter.is(1); } catch (e) { console.log(e.name); }
try { Counter.prototype.inc.call({}); } catch (e) { console.log(e.name); }
class Twice { constructor(o) { return o; } }
class Stamp extends Twice { #s = 1; static has(o) { return #s in o; } }
const o = {};
new Stamp(o);
console.log(Stamp.has(o));
try { new Stamp(o); } catch (e) { console.log(e.name); }
