console.log('lib');
exports.a = 1;
exports.greet = function (who) { return 'hello ' + who };
