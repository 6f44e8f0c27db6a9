const cubes = [];
for (let i = -400; i <= 400; i++) if (Math.cbrt(i * i * i) !== i) cubes.push(i);
console.log(cubes.length, Math.cbrt(0.125), Object.is(Math.cbrt(-0), -0), Math.cbrt(-Infinity), Math.cbrt(NaN), Math.cbrt('27'));
