// `<` opens type arguments only when what follows the `>` says so.
let a = 5, b = 3, c = 1;
const f = <T>(x?: any, y?: any) => 'call ' + x + ' ' + y;
console.log(a < b, a < b > c as any, f<number>(1), f < a > (2), [f<string>('x')].join());
class Box<T> { constructor(public v?: T) {} static make<T>(v: T) { return new Box<T>(v); } }
console.log(new Box<number>(5).v, new Box<Array<number>>([1]).v?.length, Box.make<Map<string, Set<number>>>(new Map()).v?.size, new Box<string>);
const g = f<number>;
console.log(g(1), f<number>`tpl`, (<any>a), <number>b + 1, f?.<string>(3));
const shift = 16 >> 2 >>> 1, deep: Array<Array<Array<number>>> = [[[1]]];
console.log(shift, deep[0][0][0], a >= b, a>>=1 as any);
