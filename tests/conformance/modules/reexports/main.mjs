// Re-exports, stars, and names that two stars give.
import * as all from './hub.mjs';
import { one, uno, deep, default as d } from './hub.mjs';
console.log(Object.keys(all).join(), one, uno, deep.leaf, d);
console.log('clash' in all, all.same);
const again = await import('./hub.mjs');
console.log(again === all);
