// A module waits for what it imports, siblings run side by side.
import { a } from './a.mjs';
import { b } from './b.mjs';
import { log } from './log.mjs';
log.push('main ' + a + b);
console.log(log.join('\n'));
for await (const x of [Promise.resolve('x')]) console.log(x);
console.log(await (async () => 'end')());
