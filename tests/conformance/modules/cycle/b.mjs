import { even, late } from './a.mjs';
import { log } from './log.mjs';
export function odd(n) { return n !== 0 && even(n - 1); }
export function later() { return late; }
try { late; } catch (e) { log.push('b: ' + e.name); }
log.push('b sees ' + typeof even);
