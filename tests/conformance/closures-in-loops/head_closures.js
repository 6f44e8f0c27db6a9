// Closures of the head: the initializer's sees the first copy, test and update the one of their round.
const seen = [];
for (let i = 0, f = () => i; i < 3; i++) seen.push(f());
console.log(seen.join());
const tests = [];
for (let i = 0; tests.push(() => i), i < 2; i++);
console.log(tests.map((f) => f()).join());
const updates = [];
for (let i = 0; i < 2; updates.push(() => i), i++);
console.log(updates.map((f) => f()).join());
