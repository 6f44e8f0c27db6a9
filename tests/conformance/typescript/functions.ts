function over(x: number): number;
function over(x: string): string;
function over(x: any) { return x; }
const a = async <T,>(x: T) => x, b = async (x: number): Promise<number> => x, c = (x?: number) => x ?? 'none', d = ({ a, b }: { a: number, b: number }): number => a + b;
const cond = true ? (x: number): string => 'typed' + x : null;
const cond2 = true ? (a) : (b);
const e = function <T>(this: { v: T }): T { return this.v; };
const gen = function* <T>(x: T): Generator<T, void, unknown> { yield x; };
console.log(over(1), over('s'), c(), c(1), d({ a: 1, b: 2 }), cond!(1), e.call({ v: 'this' }), [...gen('g')].join(), over.length);
a(1).then((x) => b(x)).then((x: number) => console.log(x));
function defaults(x: number = 1, y: string = 'y', { z = 3 }: { z?: number } = {}) { return x + y + z; }
defaults();
