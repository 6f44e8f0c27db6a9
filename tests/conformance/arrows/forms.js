const forms = [
  () => 1,
  (a) => a,
  a => a * 2,
  (a, b) => a + b,
  (...rest) => rest.length,
  ({ a, b }) => a - b,
  ([a, , b]) => a * b,
  (a = 5) => a,
  () => ({ made: true }),
  () => { return 'block'; },
  () => {},
  async => async,
  yield_ => yield_,
];
console.log(forms[0](), forms[1](2), forms[2](2), forms[3](1, 2), forms[4](1, 2, 3));
console.log(forms[5]({ a: 5, b: 3 }), forms[6]([2, 0, 4]), forms[7](), JSON.stringify(forms[8]()));
console.log(forms[9](), forms[10](), forms[11]('name'), forms[12]('y'));
console.log(forms.map((f) => f.length).join());
(() => (a) => (b) => a + b)()(1)(2);
