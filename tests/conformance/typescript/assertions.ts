const v: unknown = { n: { m: [1, 2, 3] } };
const n = (v as { n: any }).n!.m![1]! as number;
console.log(n, (v as any)!.n.missing?.x!.y, 'lit' as const, [1, 2] as const);
const s = { a: 1 } satisfies Record<string, number>;
let x: any = 1;
(x as number) = 5;
(x)! += 2;
(<any>x)++;
[x!] = [x! * 2];
for (x! of [x]) ;
console.log(s.a, x, x! + 1, !x!, x as any as number + 1);
const y = x as number < 20 ? 'small' : 'big';
const obj = { x: x as number, y: y! };
console.log(y, obj.x, x!== 16, x!
  .toFixed(1));
let as = 1
as
typeof as;
