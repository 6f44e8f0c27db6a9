interface A { x: number; method(): void; readonly [key: string]: any; new (x: number): A; <T>(x: T): T; get p(): string }
interface B<T = string> extends A, Iterable<T> {}
type C = { [K in keyof A]?: A[K] } & { -readonly [K in 'a' as `get${K}`]+?: number } | null;
type Cond<T> = T extends (infer U extends string)[] ? U : never;
type Fn = typeof globalThis | (() => void) | (new () => C) | abstract_;
type abstract_ = abstract new () => object;
declare const external: number;
declare function external2(x: number): string;
declare class External3 { m(): void; static s: number }
declare module 'some-module' { export const x: number; }
declare global { interface Window { extra: number } }
declare namespace N { const y: number }
declare enum E { A }
declare let v: string, w: number;
namespace OnlyTypes { export type T = number; interface I {} }
abstract class Abs { abstract m(): void; abstract x: number; abstract get g(): number; concrete(): string { return 'concrete'; } protected constructor(public readonly given?: string) {} }
class Con extends Abs { constructor() { super('p'); } m() {} x = 1; get g() { return 2; } }
console.log(new Con().concrete(), new Con().given, typeof external, typeof External3, typeof N, typeof E, typeof OnlyTypes);
