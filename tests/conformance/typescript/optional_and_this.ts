interface Point { x?: number; readonly y: number; z(a?: number): void }
const p: Point = { y: 1, z(this: Point, a = 2) { console.log(this.y + a); } };
p.z(); p.z(5);
const keys = <K extends keyof Point>(...ks: K[]): K[] => ks;
console.log(keys('x', 'y').join(), p.x?.toFixed() ?? 'no x', p?.y!, p['y']! + 1);
function tag(strings: TemplateStringsArray, ...v: unknown[]): string { return strings.join('_') + v.length; }
console.log(tag<number>`a${1}b`, tag`x`);
const sym: unique symbol = Symbol('u') as any;
class S { [sym]: string = 'by symbol'; static readonly [Symbol.hasInstance] = (x: unknown): x is S => true; }
console.log(new S()[sym], (5 as any) instanceof S);
let un: undefined | (() => string);
un?.();
un = () => 'called';
un!();
