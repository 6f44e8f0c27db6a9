import { log } from './log.mjs';
log.push('b begins');
export const b = await Promise.resolve('B');
log.push('b ends');
