// require: exports, module, cycles, names of files; each module runs once.
const utils = require('./utils');
console.log(utils.add(1, 2), utils === require('./utils.js'));
const { order } = require('./order');
const a = require('./a');
console.log(order.join(), a.done, a.sawPartial);
console.log(require('./folder').name, require('./folder/').name, require('./folder/index').name);
console.log(typeof require('./function'), require('./function')(20), require('./function').extra);
const { m, loadedThen } = require('./itself');
console.log(m.loaded, loadedThen, m.exports === require('./itself'), m.children.length, require.main === module);
try { require('./missing') } catch (e) { console.log(e.code, e.message.split('\n')[0], e.requireStack.length); }
try { require('./throws') } catch (e) { console.log(e.message); }
try { require('./throws') } catch (e) { console.log(e.message); }
console.log(typeof exports, module.exports === exports, module.id, typeof require.resolve);
utils.add(20, 22);
