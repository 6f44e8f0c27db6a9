module.exports = function (x) { return x * 2 };
module.exports.extra = 'extra';
return;
module.exports = null;
