// require.cache can be read, emptied and filled.
const first = require('./counter');
delete require.cache[require.resolve('./counter')];
const second = require('./counter');
console.log(first.n, second.n, first === second, require('./counter') === second);
require.cache[require.resolve('./counter')] = { exports: 'put there' };
console.log(require('./counter'), Object.getPrototypeOf(require.cache) === null, module.children.length);
console.log(Object.keys(require).sort().join().replace('extensions,', ''));
