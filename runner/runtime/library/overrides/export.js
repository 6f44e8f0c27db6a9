'use strict';
// What is there already stays: core-js's own test of natives asks for more than they have and would replace them by slower
// functions.
var defineBuiltIn = require('../internals/define-built-in');

module.exports = function (options, source) {
  var target, key;
  if (options.global) target = global;
  else if (options.stat) target = global[options.target];
  else target = global[options.target] && global[options.target].prototype;
  if (!target) return;
  for (key in source) {
    if (target[key] !== undefined) continue;
    defineBuiltIn(target, key, source[key], options);
  }
};
