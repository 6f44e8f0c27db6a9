// A small parser for arithmetic: classes, generators, destructuring, recursion.
function* tokens(text) { for (const [t] of text.matchAll(/\d+(?:\.\d+)?|[-+*/()]/g)) yield t; }
class Parser {
  #rest; #now;
  constructor(text) { this.#rest = tokens(text); this.#next(); }
  #next() { const { value, done } = this.#rest.next(); this.#now = done ? null : value; }
  #take(t) { if (this.#now !== t) throw new SyntaxError(`expected ${t}, not ${this.#now ?? 'the end'}`); this.#next(); }
  sum() { let v = this.product(); while (['+', '-'].includes(this.#now)) { const op = this.#now; this.#next(); const r = this.product(); v = op === '+' ? v + r : v - r; } return v; }
  product() { let v = this.factor(); while (['*', '/'].includes(this.#now)) { const op = this.#now; this.#next(); const r = this.factor(); v = op === '*' ? v * r : v / r; } return v; }
  factor() {
    if (this.#now === '(') { this.#next(); const v = this.sum(); this.#take(')'); return v; }
    if (this.#now === '-') { this.#next(); return -this.factor(); }
    const v = Number(this.#now);
    if (this.#now === null || Number.isNaN(v)) throw new SyntaxError(`number expected, not ${this.#now ?? 'the end'}`);
    this.#next();
    return v;
  }
  static evaluate = (text) => new Parser(text).sum();
}
for (const t of ['1 + 2 * 3', '(1 + 2) * -3', '10 / 4 - 1.5', '2 * (3', '']) {
  try { console.log(t, '=', Parser.evaluate(t)); } catch ({ name, message }) { console.log(name, message); }
}
