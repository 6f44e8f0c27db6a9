exports.done = false;
require('./order').order.push('a');
const b = require('./b');
exports.sawPartial = b.partial;
exports.done = true;
