const v: number = await Promise.resolve<number>(41);
type T = typeof v;
console.log(v as T);
for await (const x of [1, 2] as const) console.log(x satisfies number);
v + 1;
