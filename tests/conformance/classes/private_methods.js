class A {
  #secret() { return 'secret ' + this.tag; }
  get #prop() { return 'got'; }
  set #prop(v) { this.tag = v; }
  get #readonly() { return 'ro'; }
  static #stat() { return 'static'; }
  static async #as() { return 1; }
  *#gen() { yield 1; yield 2; }
  tag = 'A';
  test() {
    const out = [this.#secret(), this.#prop, A.#stat(), [...this.#gen()].join('+')];
    this.#prop = 'new';
    out.push(this.tag, this.#readonly, this.#secret === new A().#secret, this.#secret.name);
    return out.join();
  }
  writeMethod() { this.#secret = 1; }
  writeReadonly() { this.#readonly = 1; }
}
console.log(new A().test());
try { new A().writeMethod(); } catch (e) { console.log(e.name + ': ' + e.message); }
try { new A().writeReadonly(); } catch (e) { console.log(e.name + ': ' + e.message); }
class Outer {
  #x = 'outer';
  inner() {
    const self = this;
    return new (class { #x = 'inner'; both() { return this.#x; } #y = self; other() { return this.#y.reveal(); } })();
  }
  reveal() { return this.#x; }
}
const i = new Outer().inner();
i.both() + i.other();
