import { odd, later } from './b.mjs';
import { log } from './log.mjs';
export function even(n) { return n === 0 || odd(n - 1); }
export const evenB = (n) => even(n);
export let late = 'late';
log.push('a sees ' + later());
