exports.n = require('./m.mjs').a + 40;
