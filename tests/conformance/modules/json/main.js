// JSON files: by require and by import.
const data = require('./data');
console.log(data.list.length, data === require('./data.json'), data.text, Object.keys(data).join());
try { require('./broken.json') } catch (e) { console.log(e.name); }
import('./data.json', { with: { type: 'json' } }).then((ns) => console.log(Object.keys(ns).join(), ns.default.number));
import('./uses.mjs').then((ns) => console.log(ns.default));
data.number;
