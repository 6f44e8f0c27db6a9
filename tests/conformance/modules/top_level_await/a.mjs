import { log } from './log.mjs';
log.push('a begins');
await null;
await null;
log.push('a ends');
export const a = 'A';
