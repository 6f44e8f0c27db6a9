console.log(new Function('a', 'b', 'return a + b')(1, 2), Function('return this')() === globalThis, new Function()());
console.log(new Function('a, b = 2', '...c', 'return [a, b, c.length].join()')(1, undefined, 3, 4));
console.log(new Function('a /* not the end', '*/ = 5', 'return a')(), new Function('// line\na', 'return a // end')(7));
