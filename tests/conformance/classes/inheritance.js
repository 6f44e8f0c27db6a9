class Animal {
  constructor(name) { this.name = name; }
  speak() { return `${this.name} makes a sound`; }
  static create(...a) { return new this(...a); }
  get kind() { return 'animal'; }
}
class Dog extends Animal {
  speak() { return super.speak() + ': woof'; }
  get kind() { return super.kind + '/dog'; }
  static create(name) { return super.create(name + ' jr.'); }
}
const d = Dog.create('Rex');
console.log(d.speak(), d.kind, d instanceof Dog, d instanceof Animal);
console.log(Object.getPrototypeOf(Dog) === Animal, Object.getPrototypeOf(Dog.prototype) === Animal.prototype);
class Puppy extends Dog { constructor() { super('tiny'); this.small = true; } }
console.log(new Puppy().speak(), Object.keys(new Puppy()).join());
class None extends null { static x = 1; }
console.log(Object.getPrototypeOf(None.prototype), None.x);
try { new None(); } catch (e) { console.log(e.name); }
for (const bad of [() => class extends 5 {}, () => class extends (() => {}) {}, () => class extends undefined {}]) {
  try { bad(); } catch (e) { console.log(e.name); }
}
