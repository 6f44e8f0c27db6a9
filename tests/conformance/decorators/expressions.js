// Decorators in loops, generators and async functions; their names; hidden and shown.
const name = (value, { name }) => { names.push(String(name)); };
const names = [];
const made = [];
for (let i = 0; i < 3; i++) {
  made.push(@((v) => { v.index = () => i; }) class { @((v) => function () { return v.call(this) + i; }) m() { return 10 * i; } });
}
console.log(made.map(M => [M.index(), new M().m()].join()));
function* g() {
  @(yield 'class') class C { @(yield 'member') [yield 'key']() {} accessor [yield 'accessor key'] = 1; }
  return C;
}
const it = g();
console.log(it.next().value, it.next(name).value, it.next(name).value, it.next('k').value);
const Made = it.next('a').value;
console.log(names, Object.getOwnPropertyNames(Made.prototype), new Made().a);
const later = async v => v;
const inAsync = async () => {
  @(await later(name)) class D { @(await later(name)) [await later('x')] = 1; }
  return new D().x;
};
inAsync().then(x => console.log(x, names.slice(-2)));
class Outer {
  value = 'outer';
  make() { return @(() => { this.seen = 'class'; }) class Inner { @(() => { this.member = this.value; }) m() {} }; }
}
const o = new Outer();
o.make();
console.log(o.seen, o.member);
const shadow = v => v;
{ const shadow = () => { names.push('inner'); }; @shadow class S { static shadow = 1; } }
console.log(names.at(-1));
const T = @name class Own { static who = Own; };
console.log(T.who === T, names.at(-1));
function args() { return @(() => { names.push(arguments[0]); }) class { @(() => { names.push(arguments[1]); }) m() {} }; }
args('first', 'second');
console.log(names.slice(-2));
class Super { static hello() { return 'hello ' + this.tag; } hi() { return 'hi'; } }
class Sub extends Super {
  static tag = 'sub';
  @(v => function () { return v.call(this) + '!'; }) hi() { return super.hi(); }
  @(v => function () { return v.call(this) + '?'; }) static hello() { return super.hello(); }
  @(() => v => v + '.') field = super.hi();
  accessor acc = super.hi();
}
console.log(new Sub().hi(), Sub.hello(), new Sub().field, new Sub().acc);
class Twice { @(v => () => 'decorated') m() { return 1; } m() { return 'last'; } @(v => () => 'static last') static s() {} }
console.log(new Twice().m(), Twice.s());
class Pair { @(v => function () { return v.call(this) + 'd'; }) get #x() { return 'x'; } set #x(v) { this.y = v; } run() { this.#x = 2; return this.#x + this.y; } }
console.log(new Pair().run());
class Named { @name static async *['gen' + 1]() { yield 1; } @name f = () => {}; @name static g = class {}; }
console.log(new Named().f.name, Named.g.name, Named.gen1.name);
