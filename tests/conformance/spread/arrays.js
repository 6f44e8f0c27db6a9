const a = [1, ...[2, 3], ...'ab', ...new Set([4, 4, 5]), ...[]];
console.log(a.join());
console.log([...[, 1]].hasOwnProperty(0), [, ...[1]].hasOwnProperty(0), [...[1], , 2].length);
const it = { *[Symbol.iterator]() { yield* [7, 8]; } };
console.log([...it, ...it].join());
try { [...undefined]; } catch (e) { console.log(e.name); }
try { [...{}]; } catch (e) { console.log(e.name); }
[...[...[...'deep']]].length;
