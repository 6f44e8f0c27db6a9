// What the samples need of an assertion.
function assert(condition) {
  if (condition !== true) throw new Test262Error('expected true');
}
