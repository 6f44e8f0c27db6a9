import type { Shape } from './types';
export function area(s: Shape): number { return s.side ** 2 }
