const f = new Function('a', 'b', 'return a');
console.log(f.name, f.length);
console.log(f.toString());
console.log(Function('').toString());
const G = Object.getPrototypeOf(function* () {}).constructor;
console.log(G('a', 'yield a').toString());
const A = Object.getPrototypeOf(async function () {}).constructor;
console.log(A('await 1').toString(), A('').name);
