function f() {
  eval('\n  throw new Error("inside eval")');
}
f();
