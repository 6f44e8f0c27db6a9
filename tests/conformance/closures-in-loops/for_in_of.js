const fs = [];
for (const k in { a: 1, b: 2 }) fs.push(() => k);
for (const v of ['c', 'd']) fs.push(() => v);
for (let [x, y] of [[1, 2], [3, 4]]) fs.push(() => x++ + y);
console.log(fs.map((f) => f()).join());
fs.map((f) => f());
