// Bindings are live, one way.
import def, { counter, bump, renamed as r, Shape } from './lib.mjs';
import * as ns from './lib.mjs';
import { 'string name' as odd } from './lib.mjs';
console.log(def(), counter, r, new Shape(2).area(), odd);
bump();
bump();
console.log(counter, ns.counter, ns.default === def);
try { counter = 5; } catch (e) { console.log(e.name + ': ' + e.message); }
try { ns.counter = 5; } catch (e) { console.log(e.name); }
console.log(Object.keys(ns).join(), Object.prototype.toString.call(ns), Object.isSealed(ns), 'missing' in ns, typeof this);
console.log(Reflect.ownKeys(ns).length, Object.getPrototypeOf(ns), delete ns.missing);
