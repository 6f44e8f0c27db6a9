// Texts that look like types, and types that look like texts.
const x = 1, y = 2, z = 3;
const r1 = x < y, r2 = (x < y && y > z), o = { a: x ? y : z, b: x ? (y) : z, c: (x, y), d: x as any ? 1 : 2 };
const arrowInCond = x ? (y) => y : (z) => z;
const arrowBlock = x ? (y): { a: number } => ({ a: y }) : 0;
label: for (const i of [1]) { if (i) break label; }
const f = (a: (b: number) => number = (b) => b): number => a(1);
type Get<T> = T extends { get: infer G } ? G : never; const afterType = 'same line';
let v: number
let w: string
= 'continued'
function g(): { x: number } { return { x: 1 } }
class C { m(): string { return 'm' } p: number = 1; q?; r: { s: number } = { s: 2 }
  t: string
  u() {} }
const u = <T>(t: T) => t; const tpl: `${number}px` = '1px'
if (x < y) console.log('less'); else console.log('more')
console.log(r1, r2, JSON.stringify(o), typeof arrowInCond, JSON.stringify((arrowBlock as any)(5)), f(), afterType, w, g().x, new C().r.s, u(1), tpl);
const neg: -1 | 1 = -1, big: 1_000 = 1_000, nul: null = null, vd: void = undefined, fnt: Function & { x?: 1 } = () => 1;
const idx: C['r']['s'][] = [1], opt: [a?: number] = [], par: (string | number)[] = ['p'], ty: typeof x[] = [1], asserted = <const>['a'];
[neg, big, nul, vd, typeof fnt, idx[0], opt.length, par[0], ty[0], asserted[0]];
