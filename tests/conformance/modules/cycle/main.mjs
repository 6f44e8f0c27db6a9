// Modules that import each other: functions are there at once, the rest has its dead zone.
import { evenB } from './a.mjs';
import { log } from './log.mjs';
console.log(evenB(10), evenB(7));
console.log(log.join());
