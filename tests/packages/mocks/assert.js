// As much of the module assert as the packages' own tests use.
'use strict';

function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.prototype.hasOwnProperty.call(b, key) && same(a[key], b[key]));
}
function assert(value, message) {
  if (!value) throw new Error(message || 'an assertion failed');
}
assert.deepStrictEqual = (a, b, message) => assert(same(a, b), message || JSON.stringify([a, b]));
assert.equal = (a, b, message) => assert(a == b, message || `${a} is not ${b}`);
module.exports = assert;
