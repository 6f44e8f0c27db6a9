for (const bad of [
  'class A { m() { this.#x; } }', 'class A { #x; #x; }', 'class A { #constructor; }', 'class A { #x; m() { delete this.#x; } }',
  'this.#x', 'class A { get #x() {} #x; }', 'class A { get #x() {} static set #x(v) {} }', '#x in {}', 'class A { #x; m() { #x; } }',
  'class A { #x; m() { #x in #x in this; } }', 'class A extends B { m() { super.#x; } }', 'var o = { #x: 1 }', 'class A { # x; }',
]) {
  try { new Function(bad); console.log(bad, 'accepted'); } catch (e) { console.log(bad, '=>', e.name); }
}
class Fine { get #x() { return 1; } set #x(v) {} static t(o) { return eval('o.#x'); } }
Fine.t(new Fine());
