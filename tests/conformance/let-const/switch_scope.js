// The cases of a switch share one scope, and declarations are hoisted within it.
function pick(n) {
  switch (n) {
    case 0:
      let value = 'zero';
      return value;
    case 1:
      value = 'one';
      return value;
    case 2:
      return typeof inner + inner();
      function inner() { return '!'; }
    default:
      const other = 'many';
      return other;
  }
}
console.log(pick(0), pick(2), pick(3));
try { pick(1); } catch (e) { console.log(e.name, e.message); }
typeof value;
