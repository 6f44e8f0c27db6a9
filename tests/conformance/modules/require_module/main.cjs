// require of an ES module: its namespace, when nothing is awaited in it.
const ns = require('./m.mjs');
console.log(ns.a, ns.default, Object.keys(ns).filter((k) => k !== '__esModule').join(), ns === require('./m.mjs'));
try { require('./awaits.mjs') } catch (e) { console.log(e.code); }
try { require('./throws.mjs') } catch (e) { console.log(e.message); }
import('./m.mjs').then((m) => console.log(m.a, m.a === ns.a)).then(() => import('./uses.mjs')).then((m) => console.log(m.used));
