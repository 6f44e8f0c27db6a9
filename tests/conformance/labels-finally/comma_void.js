let a = (1, 2, 3);
let b = void (a = 4);
console.log(a, b, (a++, a));
for (let i = 0, j = 10; i < j; i += 3, j -= 3) console.log(i, j);
typeof void 0;
