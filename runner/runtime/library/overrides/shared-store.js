'use strict';
// Not a property of the global object.
module.exports = {};
