// Pairs of programs that do the same, in today's language and in ES5. Runs in the bench_language program.
// Longer than most files because it is a table.
#include "tests/bench/language_programs.h"

namespace isobox::bench {
namespace {

// What a compiler makes of a generator on an engine without them: a machine that remembers where it is, with the
// blocks that errors go to, and a driver that gives it what next, throw and return say.
constexpr std::string_view kMachine = R"(
function Machine(step, regions) {
  var at = { state: 0, sent: undefined, done: false, value: undefined, thrown: undefined, finish: -1, region: -1 };
  function enter(kind, value) {
    if (at.done) { if (kind === 1) throw value; return { value: kind === 2 ? value : undefined, done: true }; }
    at.sent = undefined;
    if (kind === 0) at.sent = value;
    else if (!unwind(kind, value)) { at.done = true; if (kind === 1) throw value; return { value: value, done: true }; }
    for (;;) {
      try {
        if (step(at)) return { value: at.value, done: false };
        at.done = true;
        return { value: at.value, done: true };
      } catch (e) {
        if (!unwind(1, e)) { at.done = true; throw e; }
      }
    }
  }
  function unwind(kind, value) {
    for (var i = regions.length - 1; i >= 0; i--)
      if (regions[i][0] <= at.state && at.state < regions[i][1]) {
        at.finish = kind; at.thrown = value; at.state = regions[i][1];
        return true;
      }
    return false;
  }
  this.enter = enter;
}
Machine.prototype = {
  next: function (v) { return this.enter(0, v); },
  throw: function (v) { return this.enter(1, v); },
  return: function (v) { return this.enter(2, v); }
};
function g(n) {
  var i = 0;
  return new Machine(function (at) {
    for (;;) switch (at.state) {
      case 0: if (!(i < n)) { at.state = 4; break; }
      case 1: at.state = 2; at.value = i; return true;
      case 2: at.finish = -1; at.state = 3;
      case 3: n += 0; if (at.finish === 1) throw at.thrown; i++; at.state = 0; break;
      case 4: at.value = undefined; return false;
    }
  }, [[1, 3]]);
}
function f(n) {
  var s = 0, it = g(n), r;
  try { while (!(r = it.next()).done) s += r.value; } finally { if (!r.done) it.return(); }
  return s;
}
f(150000)
)";

constexpr Pair kPairs[] = {
    {"loop with let", "let s = 0; for (let i = 0; i < 3000000; i++) { const k = i & 7; s += k; } s",
     "var s = 0, i, k; for (i = 0; i < 3000000; i++) { k = i & 7; s += k; } s"},
    {"loop in a function",
     "function f(n) { let s = 0; for (let i = 0; i < n; i++) { const k = i & 7; s += k; } return s; } "
     "f(6000000)",
     "function f(n) { var s = 0, i, k; for (i = 0; i < n; i++) { k = i & 7; s += k; } return s; } "
     "f(6000000)"},
    {"loop whose variable is captured",
     "function f(n) { let s = 0; for (let i = 0; i < n; i++) { const g = () => i; s += g(); } return s; } "
     "f(300000)",
     "function f(n) { var s = 0, i; function one(i) { var g = function () { return i; }; s += g(); }"
     " for (i = 0; i < n; i++) one(i); return s; } f(300000)"},
    {"calls of arrows",
     "function f(n) { const add = (a, b) => a + b; let s = 0; for (let i = 0; i < n; i++) s = add(s, i); "
     "return s; } f(2000000)",
     "function f(n) { var add = function (a, b) { return a + b; }, s = 0, i; for (i = 0; i < n; i++) s = "
     "add(s, i);"
     " return s; } f(2000000)"},
    {"default parameters",
     "function f(n) { const add = (a, b = 1) => a + b; let s = 0; for (let i = 0; i < n; i++) s = add(s); "
     "return s; } f(1500000)",
     "function f(n) { var add = function (a, b) { if (b === undefined) b = 1; return a + b; }, s = 0, i;"
     " for (i = 0; i < n; i++) s = add(s); return s; } f(1500000)"},
    {"rest and spread of calls",
     "function f(n) { const sum = (...a) => a[0] + a[1], v = [1, 2]; let s = 0; for (let i = 0; i < n; i++) "
     "s += sum(...v);"
     " return s; } f(400000)",
     "function f(n) { var sum = function () { var a = [].slice.call(arguments); return a[0] + a[1]; }, v = "
     "[1, 2], s = 0, i;"
     " for (i = 0; i < n; i++) s += sum.apply(null, v); return s; } f(400000)"},
    {"closure counters",
     "function make() { let c = 0; return () => ++c; } function f(n) { const g = make(); let s = 0;"
     " for (let i = 0; i < n; i++) s += g(); return s; } f(1500000)",
     "function make() { var c = 0; return function () { return ++c; }; } function f(n) { var g = make(), s = "
     "0, i;"
     " for (i = 0; i < n; i++) s += g(); return s; } f(1500000)"},
    {"properties",
     "function f(n) { const o = { a: 1, b: { c: 2 } }; let s = 0; for (let i = 0; i < n; i++) { o.a += "
     "o.b.c; s += o.a; }"
     " return s; } f(2000000)",
     "function f(n) { var o = { a: 1, b: { c: 2 } }, s = 0, i; for (i = 0; i < n; i++) { o.a += o.b.c; s += "
     "o.a; }"
     " return s; } f(2000000)"},
    {"switch",
     "function f(n) { let s = 0; for (let i = 0; i < n; i++) switch (i & 3) { case 0: s += 1; break; case 1: "
     "s += 2; break;"
     " case 2: { const t = 3; s += t; break; } default: s += 4; } return s; } f(2000000)",
     "function f(n) { var s = 0, i, t; for (i = 0; i < n; i++) switch (i & 3) { case 0: s += 1; break; case "
     "1: s += 2; break;"
     " case 2: t = 3; s += t; break; default: s += 4; } return s; } f(2000000)"},
    {"for of over an array",
     "function f(n) { const v = []; for (let i = 0; i < 1000; i++) v.push(i); let s = 0;"
     " for (let r = 0; r < n; r++) for (const x of v) s += x; return s; } f(1500)",
     "function f(n) { var v = [], s = 0, i, r, k; for (i = 0; i < 1000; i++) v.push(i);"
     " for (r = 0; r < n; r++) for (k = 0; k < v.length; k++) s += v[k]; return s; } f(1500)"},
    {"destructuring of objects",
     "function f(n) { const o = { a: 1, b: 2 }; let s = 0; for (let i = 0; i < n; i++) { const { a, b } = o; "
     "s += a + b; }"
     " return s; } f(1500000)",
     "function f(n) { var o = { a: 1, b: 2 }, s = 0, i, a, b; for (i = 0; i < n; i++) { a = o.a; b = o.b; s "
     "+= a + b; }"
     " return s; } f(1500000)"},
    {"destructuring of arrays",
     "function f(n) { let a = 1, b = 2; for (let i = 0; i < n; i++) [a, b] = [b, a]; return a; } f(500000)",
     "function f(n) { var a = 1, b = 2, i, t; for (i = 0; i < n; i++) { t = [b, a]; a = t[0]; b = t[1]; } "
     "return a; } f(500000)"},
    {"templates",
     "function f(n) { let s = 0; for (let i = 0; i < n; i++) s += `${i}-${i + 1}`.length; return s; } "
     "f(500000)",
     "function f(n) { var s = 0, i; for (i = 0; i < n; i++) s += (i + '-' + (i + 1)).length; return s; } "
     "f(500000)"},
    {"optional chaining",
     "function f(n) { const o = { a: { b: 1 } }; let s = 0; for (let i = 0; i < n; i++) s += o?.a?.b ?? 0; "
     "return s; } f(2000000)",
     "function f(n) { var o = { a: { b: 1 } }, s = 0, i, t; for (i = 0; i < n; i++) { t = o == null ? "
     "undefined : o.a;"
     " t = t == null ? undefined : t.b; s += t == null ? 0 : t; } return s; } f(2000000)"},
    {"methods of a class",
     "class P { constructor(x) { this.x = x; } add(n) { this.x += n; return this; } get twice() { return "
     "this.x * 2; } }"
     " function f(n) { const p = new P(0); let s = 0; for (let i = 0; i < n; i++) { p.add(1); s += p.twice; "
     "} return s; }"
     " f(1000000)",
     "function P(x) { this.x = x; } P.prototype.add = function (n) { this.x += n; return this; };"
     " Object.defineProperty(P.prototype, 'twice', { get: function () { return this.x * 2; } });"
     " function f(n) { var p = new P(0), s = 0, i; for (i = 0; i < n; i++) { p.add(1); s += p.twice; } "
     "return s; } f(1000000)"},
    {"instances of classes",
     "class A { constructor(x) { this.x = x; } } class B extends A { y = 2; constructor(x) { super(x); } }"
     " function f(n) { let s = 0; for (let i = 0; i < n; i++) { const b = new B(i); s += b.x + b.y; } return "
     "s; } f(200000)",
     "function A(x) { this.x = x; } function B(x) { A.call(this, x); this.y = 2; } B.prototype = "
     "Object.create(A.prototype);"
     " function f(n) { var s = 0, i, b; for (i = 0; i < n; i++) { b = new B(i); s += b.x + b.y; } return s; "
     "} f(200000)"},
    {"private fields",
     "class C { #n = 0; inc() { this.#n++; return this.#n; } } function f(n) { const c = new C(); let s = 0;"
     " for (let i = 0; i < n; i++) s += c.inc(); return s; } f(500000)",
     "function C() { this._n = 0; } C.prototype.inc = function () { this._n++; return this._n; };"
     " function f(n) { var c = new C(), s = 0, i; for (i = 0; i < n; i++) s += c.inc(); return s; } "
     "f(500000)"},
    {"generator",
     "function* g(n) { for (let i = 0; i < n; i++) yield i; } function f(n) { let s = 0; for (const x of "
     "g(n)) s += x;"
     " return s; } f(300000)",
     "function g(n) { var i = 0; return { next: function () { return i < n ? { value: i++, done: false }"
     " : { value: undefined, done: true }; } }; } function f(n) { var s = 0, it = g(n), r;"
     " while (!(r = it.next()).done) s += r.value; return s; } f(300000)"},
    {"generator as a state machine",
     "function* g(n) { for (let i = 0; i < n; i++) { try { yield i; } finally { n += 0; } } }"
     " function f(n) { let s = 0; for (const x of g(n)) s += x; return s; } f(150000)",
     kMachine},
    {"async function",
     "let out = 0; async function f(n) { let s = 0; for (let i = 0; i < n; i++) s += await i; out = s; } "
     "f(50000); 0",
     "var out = 0; function f(n) { var s = 0, i = 0; return new Promise(function (done) { function step(v) { "
     "s += v; i++;"
     " if (i < n) Promise.resolve(i).then(step); else { out = s; done(); } } Promise.resolve(0).then(step); "
     "}); } f(50000); 0"},
    {"try and finally",
     "function f(n) { let s = 0; for (let i = 0; i < n; i++) { try { s += i; } finally { s -= 1; } } return "
     "s; } f(800000)",
     "function f(n) { var s = 0, i; for (i = 0; i < n; i++) { try { s += i; } finally { s -= 1; } } return "
     "s; } f(800000)"},
};

constexpr std::string_view kSmall = R"(class Account {
  #balance = 0;
  static count = 0;
  constructor(owner, ...deposits) {
    this.owner = owner;
    for (const d of deposits) this.deposit(d);
    Account.count++;
  }
  deposit(amount) { if (amount > 0) this.#balance += amount; return this; }
  get balance() { return this.#balance; }
}
const accounts = new Map([['ann', new Account('ann', 1, 2)], ['bob', new Account('bob', 5)]]);
function* rich(limit = 2) {
  for (const [name, { balance }] of accounts) {
    if (balance > limit) yield `${name}: ${balance}`;
  }
}
const names = [...rich()];
names.push(accounts.get('carl')?.balance ?? 'nobody');
names.join(', ');
)";

}  // namespace

std::span<const Pair> pairs() {
  return kPairs;
}

std::string_view smallProgram() {
  return kSmall;
}

}  // namespace isobox::bench
