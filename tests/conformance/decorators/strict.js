// All parts of a class are strict code: its decorators and its heritage, too.
const self = function () { return typeof this; };
const seen = [];
const note = (value) => (seen.push(value), () => {});
@note((function () { return this; })())
@note((() => typeof this)())
@(note(self.call(undefined)))
class A extends (seen.push((function () { return this; })()), Object) {}
console.log(seen);
function attempt(run) {
  try {
    return run();
  } catch (error) {
    return error.name;
  }
}
console.log(attempt(() => { @(undeclared1 = 1, note(1)) class B {} return typeof undeclared1; }));
console.log(attempt(() => { class B extends (undeclared2 = 1, Object) {} return typeof undeclared2; }));
console.log(attempt(() => (undeclared3 = 1, typeof undeclared3)));
console.log(attempt(() => { @(eval('var inner = 1'), note(1)) class B {} return typeof inner; }));
console.log(attempt(() => eval('@(010, note(1)) class B {}')));
console.log(attempt(() => eval('var let_ = 1; @(function () { with (let_) {} }) class B {}')));
function* later() { @(yield 1) class C {} return C; }
const run = later();
console.log(run.next().value, run.next((c) => class D extends c {}).value.name);
