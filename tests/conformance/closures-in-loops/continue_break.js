// Copies are made however a round ends.
const fs = [];
outer: for (let i = 0; i < 4; i++) {
  for (let j = 0; j < 4; j++) {
    fs.push(() => i + '' + j);
    if (j === i) continue outer;
    if (i === 2) break outer;
  }
}
console.log(fs.map((f) => f()).join());
const ws = [];
let n = 0;
while (n < 3) {
  const k = n++;
  if (k === 1) continue;
  ws.push(() => k);
}
do { let k = n--; ws.push(() => k); } while (n > 1);
ws.map((f) => f());
