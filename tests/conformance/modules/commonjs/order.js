exports.order = ['first'];
