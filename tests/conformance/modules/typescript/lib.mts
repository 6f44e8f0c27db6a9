export interface Shape { kind: Kind; size: number }
export enum Kind { Flat, Round }
export type Opt = { x: number };
export const add = (a: number, b: number): number => a + b;
export default function <T>(x: T): T[] { return [x]; }
