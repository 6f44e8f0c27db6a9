'use strict';
// A function of the library looks like a native one. Unlike core-js's, this leaves Function.prototype.toString alone.
module.exports = function (value, name, options) {
  name = String(name);
  if (name.slice(0, 7) === 'Symbol(') name = '[' + name.slice(7, -1) + ']';
  if (options && options.getter) name = 'get ' + name;
  if (options && options.setter) name = 'set ' + name;
  return @builtIn(value, name, options && options.arity, !!(options && options.constructor));
};
