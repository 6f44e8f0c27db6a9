// Decimal, hexadecimal, octal, binary, separators; names of properties.
console.log(0n, 1n, 1_000_000n, 0xffn, 0XfFn, 0o17n, 0b1010n, 0x1_0n);
console.log(123456789012345678901234567890n, 0xffffffffffffffffffffffffn);
console.log(typeof 1n, typeof -1n, typeof Object(1n));
const named = {1n: 'one', 0x10n: 'sixteen', 123456789012345678901234567890n: 'many', 2n() { return 'method'; }, get 3n() { return 'getter'; }};
console.log(Object.keys(named), named[2n](), named[3n], named['16'], named[2n].name);
class C { static 5n = 'static'; 6n = 'field'; 7n() { return 'method'; } }
console.log(C[5n], new C()[6n], new C()[7n]());
const {1n: first, [0x10n]: second} = named;
console.log(first, second);
console.log(1n.toString(), 1n .toString(), (2n).constructor === BigInt);
function literal() { return 99999999999999999999n; }
console.log(literal() === literal(), void 1n, typeof typeof 1n, 3n in {3: 1}, [..."ab"].map((_, i) => BigInt(i)));
for (const text of ['01n', '1.5n', '1e3n', '.5n', '0b2n', '1n1', '1na', '08n', '1_n', '0xn'])
  try { eval(text); console.log(text, 'parsed'); } catch (e) { console.log(text, e.name); }
