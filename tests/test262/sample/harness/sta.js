// The harness's own error: as in the real one, without a property `name`.
function Test262Error(message) {
  this.message = message;
}
function $DONOTEVALUATE() {
  throw 'must not be evaluated';
}
