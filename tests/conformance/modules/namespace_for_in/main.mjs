// for-in asks a namespace for each property, and so reads the variable behind it.
import * as self from './main.mjs';
import * as other from './other.mjs';
const seen = [];
for (const key in other) seen.push(key);
console.log(seen);
const visited = [];
try { for (const key in self) visited.push(key); } catch (error) { console.log(error.name, visited); }
export const early = 1;
try { for (const key in self) typeof key; } catch (error) { console.log(error.name); }
export let late;
for (const key in self) visited.push(key);
console.log(visited);
