import { add, type Shape, Kind } from './lib.mts';
import type { Only } from './types.mts';
import def, { type Opt } from './lib.mts';
const s: Shape = { kind: Kind.Round, size: add(1, 2) };
const o: Opt | Only = { x: 1 } as any;
console.log(s.kind, s.size, def<string>('x'), (o as any).x);
export type Exported = Shape;
export { s };
