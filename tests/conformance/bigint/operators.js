// Each operator, signs and sizes; what has none.
const values = [0n, 1n, -1n, 7n, -7n, 0xffffffffn, -0x100000000n, 2n ** 64n, -(2n ** 64n) + 1n, 3n ** 100n];
for (const x of values) {
  const row = [];
  for (const y of values) {
    row.push(x + y, x - y, x * y, x & y, x | y, x ^ y);
    if (y !== 0n) row.push(x / y, x % y);
    if (y >= 0n && y < 100n) row.push(x ** y);
    if (y > -100n && y < 100n) row.push(x << y, x >> y);
  }
  console.log(String(row));
  console.log(-x, ~x, !x);
}
let x = 5n;
console.log(x++, x, ++x, x--, --x);
x += 10n; x -= 1n; x *= 3n; x /= 2n; x %= 13n; x **= 5n; x <<= 3n; x >>= 1n; x &= 0xfffn; x |= 1n; x ^= 2n;
console.log(x);
x ||= 1n; x &&= 2n; x ??= 3n;
console.log(x);
const o = {v: 1n, get w() { return this.v; }, set w(v) { this.v = v; }};
console.log(o.v++, ++o.v, o.w--, --o.w, o['v']++, o.v);
const captured = () => x++;
console.log(captured(), captured(), x);
class A { #p = 1n; static s = 9n; step() { return [this.#p++, ++this.#p, this.#p ** 3n, A.s--, A.s]; } }
console.log(new A().step());
class B { get v() { return this.u; } set v(u) { this.u = u; } }
class D extends B { step() { super.v = 1n; return [super.v++, --super.v, super.v += 2n, super.v]; } }
console.log(new D().step());
console.log({valueOf: () => 3n} * 2n, {valueOf: () => 3n} + '!', [2n] + [3n], -{valueOf: () => 3n}, ~{valueOf: () => 3n});
