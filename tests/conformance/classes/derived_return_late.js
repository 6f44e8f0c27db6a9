// What a derived constructor returns is checked when it ends, not where `return` stands.
class Base { constructor() { this.base = true; } }
function make(construct) {
  try {
    const made = construct();
    return typeof made + ' ' + Object.keys(made);
  } catch (error) {
    return error.name;
  }
}
class Caught extends Base { constructor() { super(); try { return 1; } catch (e) { return { caught: 1 }; } } }
class Late extends Base { constructor() { try { return; } finally { super(); } } }
class Overridden extends Base { constructor() { try { return 1; } finally { return { final: 1 }; } } }
class Broken extends Base { constructor() { super(); out: try { return 1; } finally { break out; } this.own = 1; } }
class Nested extends Base {
  constructor() {
    super();
    try { inner: try { return 1; } finally { break inner; } } finally { this.own = 1; }
  }
}
class Loop extends Base {
  constructor() {
    super();
    for (let i = 0; i < 2; i++) { try { return { i }; } finally { if (!i) continue; } }
  }
}
class Each extends Base {
  constructor(list) {
    super();
    each: for (const item of list) {
      for (const inner of [item]) {
        if (inner === 'next') continue each;
        if (inner === 'stop') break each;
        return inner;
      }
    }
    this.own = 1;
  }
}
console.log(make(() => new Caught()));
console.log(make(() => new Late()));
console.log(make(() => new Overridden()));
console.log(make(() => new Broken()));
console.log(make(() => new Nested()));
console.log(make(() => new Loop()));
console.log(make(() => new Each(['next', { value: 1 }])));
console.log(make(() => new Each(['next', 'stop', { value: 1 }])));
console.log(make(() => new Each([undefined])));
let closed = 0;
const list = { [Symbol.iterator]: () => ({ next: () => ({ value: 7 }), return: () => (closed++, {}) }) };
console.log(make(() => new Each(list)), closed);
