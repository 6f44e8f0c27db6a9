// Closures hold the variable, not its value.
let n = 0;
const get = () => n;
const add = (by) => { n += by; };
add(2);
add(3);
console.log(get());
function counter() {
  let count = 0;
  return { next: () => ++count, get value() { return count; }, set value(v) { count = v; } };
}
const a = counter(), b = counter();
a.next(); a.next(); b.next();
a.value += 10;
[a.value, b.value];
