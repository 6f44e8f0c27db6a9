// Each round of a loop has its own variable.
const fs = [];
for (let i = 0; i < 3; i++) fs.push(() => i);
console.log(fs.map((f) => f()).join());
const gs = [];
for (var j = 0; j < 3; j++) gs.push(() => j);
console.log(gs.map((f) => f()).join());
const hs = [];
for (let i = 0; i < 6; i++) { hs.push(() => i); i++; }
console.log(hs.map((f) => f()).join());
const both = [];
for (let i = 0, add = () => { i += 10; }; i < 25; i++) { both.push(() => i); if (i === 1) add(); }
both.map((f) => f());
