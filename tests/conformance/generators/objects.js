function* g() {}
const i = g();
console.log(i instanceof g, Object.getPrototypeOf(i) === g.prototype, 'constructor' in g.prototype && g.prototype.hasOwnProperty('constructor'));
try { new g(); } catch (e) { console.log(e.name); }
const GeneratorFunction = Object.getPrototypeOf(g).constructor;
console.log(GeneratorFunction.name, [...new GeneratorFunction('n', 'while (n) yield n--')(3)].join());
g.prototype = null;
console.log(Object.getPrototypeOf(g()) === Object.getPrototypeOf(function* () {}.prototype));
function* self() { try { me.next(); } catch (e) { yield e.name; } }
const me = self();
console.log(me.next().value);
console.log(Object.prototype.toString.call(g), g.name, g.length, (function* (a, b) {}).length);
try { Object.getPrototypeOf(function* () {}).prototype.next.call({}); } catch (e) { console.log(e.name); }
