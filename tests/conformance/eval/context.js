class A { #p = 'private'; v = 1; m() { return [eval('this.#p'), eval('super.toString === Object.prototype.toString'), eval('new.target'), eval('this.v')].join(); } }
console.log(new A().m());
const arrow = () => eval('this === globalThis');
console.log(arrow());
function args() { return eval('arguments.length') + eval('(() => arguments[0])()'); }
console.log(args(5, 6));
function nested() { let a = 1; return eval('let b = 2; eval("a + b + (function () { return eval(\'a * 10\'); })()")'); }
console.log(nested());
function* g() { yield eval('typeof g'); }
console.log(g().next().value);
for (const bad of ['return 1', 'break', 'super.x', 'yield 1', 'await 1', 'new.target', 'import.meta', 'let a; var a;', 'this.#x']) {
  try { eval(bad); console.log(bad, 'accepted'); } catch (e) { console.log(bad, e.name); }
}
let loop = [];
for (let i = 0; i < 3; i++) loop.push(() => eval('i'));
loop.map((f) => f());
