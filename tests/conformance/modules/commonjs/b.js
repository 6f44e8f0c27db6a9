require('./order').order.push('b');
exports.partial = Object.keys(require('./a')).join() + ' ' + require('./a').done;
