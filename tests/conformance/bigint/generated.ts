// TypeScript's types of BigInts; generators, destructuring, async, spread.
type Big = bigint; type One = 1n; type Negative = -5n;
interface Money { amount: bigint }
enum Not { A = 1 }
const one: One = 1n, money: Money = {amount: 10n as bigint};
function* naturals(): Generator<bigint> { for (let n = 0n; ; n++) yield n; }
const taken: bigint[] = [];
for (const n of naturals()) { if (n > 4n) break; taken.push(n); }
const [a, b = 5n, ...rest] = [1n, undefined, 3n, 4n];
const {x = 9n, ...others} = {y: 2n} as {x?: bigint; y: bigint};
const closures: (() => bigint)[] = [];
for (let i = 0n; i < 3n; i++) closures.push(() => i);
async function later(n: bigint): Promise<bigint> { await null; let sum = 0n; for await (const k of [n, n]) sum += k; return sum; }
const fib = (n: bigint): bigint => n < 2n ? n : fib(n - 1n) + fib(n - 2n);
console.log(one, money, taken, a, b, rest, x, others, closures.map(f => f()), fib(15n), Not.A);
console.log(await later(21n), Math.max(...[1n, 2n].map(Number)), money!.amount satisfies bigint);
later(1n)
