function f(a, ...rest) { return [a, rest.length, Array.isArray(rest), rest.join('-')].join(); }
console.log(f(), '|', f(1), '|', f(1, 2, 3));
console.log(((...[x, y]) => x + y)(1, 2), ((a, ...{ length }) => length)(1, 2, 3));
function own(...rest) { rest.push('x'); return arguments.length + ' ' + rest.length; }
console.log(own(1, 2));
console.log(Math.max.apply(null, ((...n) => n)(3, 9, 4)));
