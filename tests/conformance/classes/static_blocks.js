const log = [];
class A {
  static a = (log.push('a'), 1);
  static { log.push('block1 ' + this.a + A.a); this.b = 2; let local = 'x'; var v = 'v'; }
  static c = (log.push('c'), this.b + 1);
  static #p = 5;
  static { log.push('p' + this.#p + typeof local + typeof v); }
  static {
    try { throw 1; } catch { log.push('caught'); }
    for (const x of [1, 2]) { if (x === 2) break; log.push('loop'); }
  }
}
console.log(log.join(' | '));
let getP;
class B { #p = 'private'; static { getP = (o) => o.#p; } }
console.log(getP(new B()));
class C extends A { static { console.log(super.c, this.b); } }
for (const bad of ['class A { static { return; } }', 'class A { static { await; } }', 'class A { static { arguments; } }', 'class A { static { super(); } }']) {
  try { new Function(bad); console.log('accepted'); } catch (e) { console.log(e.name); }
}
