// Types everywhere they may stand, and none of them left.
let a: number = 1, b: string | undefined, c: Array<Map<string, number[]>> = [], d: (x: number, ...rest: string[]) => void = () => {};
const tuple: readonly [x: number, y?: string, ...rest: boolean[]] = [1];
function f(this: void, x: number, y?: string, z: { a: number; b?: string } = { a: 1 }, ...rest: Array<number>): string { return `${x}${y}${z.a}${rest.length}`; }
const arrow = (x: number): number => x * 2, generic = <T,>(x: T): T => x, constrained = <T extends { length: number }>(x: T) => x.length;
async function g<T>(p: Promise<T>): Promise<T> { return await p; }
function isString(x: unknown): x is string { return typeof x === 'string'; }
function assertString(x: unknown): asserts x is string { if (typeof x !== 'string') throw new TypeError('no string'); }
const o = { m<T>(this: any, x: T): T { return x; }, get p(): number { return 1; }, set p(v: number) {}, async *gen(): AsyncGenerator<number> {} };
for (const x of [1, 2] as number[]) a += x;
for (let i: number = 0; i < 1; i++) ;
try { assertString(5); } catch (e: unknown) { console.log((e as Error).message); }
const { x, y: [z] }: { x: number; y: number[] } = { x: 1, y: [2] };
var fn: new (...args: any[]) => object, k: keyof typeof o, q: typeof o.m, u: unique symbol, t: `a${string}b`, n: -1, m: typeof import('x');
console.log(a, b, c.length, tuple[0], f(1), arrow(2), generic<string>('g'), constrained([1, 2]), isString('s'), o.m<number>(5), x, z);
g(Promise.resolve(1)).then((v: number): void => console.log(v));
typeof d;
