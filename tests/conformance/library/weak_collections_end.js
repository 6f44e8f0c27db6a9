// What a weak collection holds goes with its key and with the collection: long before the memory is used up.
const forever = {};
const symbol = Symbol('forever');
const alive = new WeakMap();
const aliveSet = new WeakSet();

// Things that only weak collections lead to, one behind another: each link is a key, a map and what the map has for the key.
let link = {end: 'reached'};
for (let i = 0; i < 40; i++) {
  const key = {i}, map = new WeakMap();
  map.set(key, link);
  link = {key, map};
}
alive.set(forever, link);
aliveSet.add(forever);
alive.set(symbol, 'of a symbol');

// A long-lived key, and collections that come and go; then both; then values that lead to their key and their collection. 240 MB each.
for (let i = 0; i < 3000; i++) new WeakMap().set(forever, new Array(10000).fill(i));
for (let i = 0; i < 3000; i++) {
  const map = new WeakMap(), key = {}, set = new WeakSet();
  map.set(key, {map, key, more: new Array(10000).fill(i)});
  map.set(forever, {map, key, more: set});
  set.add(forever).add(key).add(map);
}
// One collection, and keys that come and go.
for (let i = 0; i < 3000; i++) {
  const key = {};
  alive.set(key, {key, alive, more: new Array(10000).fill(i)});
}
// Two collections that lead to each other through their values.
for (let i = 0; i < 3000; i++) {
  const one = new WeakMap(), two = new WeakMap();
  one.set(forever, {two, more: new Array(5000).fill(i)});
  two.set(forever, {one, more: new Array(5000).fill(i)});
}

let steps = 0;
let at = alive.get(forever);
while (at.map) {
  at = at.map.get(at.key);
  steps++;
}
console.log(steps, at.end, aliveSet.has(forever), alive.get(symbol), alive.has({}));

// A chain that is longer than the collector follows link by link is kept, and goes when nothing leads to it any more.
function far() {
  let chain = {end: 'far'}, length = 0;
  for (let i = 0; i < 3000; i++) {
    const map = new WeakMap(), next = {map, more: [i]};
    map.set(forever, chain);
    chain = next;
  }
  for (let i = 0; i < 300; i++) new Array(20000).fill(i);
  for (; chain.map; chain = chain.map.get(forever)) length++;
  return [length, chain.end];
}
console.log(...far());
at = null;
for (let i = 0; i < 2000; i++) new WeakMap().set(forever, new Array(10000).fill(i));
console.log(Object.keys(forever).length, Reflect.ownKeys(forever).length, JSON.stringify(forever), alive.get(forever).key.i);
alive.delete(forever);
alive.get(forever);
