// this, arguments, super and new.target of an arrow are those around it.
function F() {
  const arrow = () => [this.tag, arguments.length, new.target === F];
  return arrow.call({ tag: 'other' }, 1, 2, 3);
}
F.prototype.tag = 'own';
console.log(new F(1, 2).join());
console.log(F.call({ tag: 'called' }, 1).join());
const o = {
  tag: 'o',
  nested() { return (() => () => this.tag)()(); },
  late() { return [1, 2].map((n) => this.tag + n); },
};
console.log(o.nested(), o.late().join());
class A { hello() { return 'A'; } }
class B extends A { hello() { return (() => super.hello() + 'B')(); } }
console.log(new B().hello());
(() => typeof this)();
