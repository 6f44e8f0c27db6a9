// this exists once super() has returned, and what a constructor may return.
class A { constructor(v) { if (v) return v; } }
class NoSuper extends A { constructor() {} }
class Early extends A { constructor() { try { this.x; } catch (e) { console.log(e.name + ': ' + e.message); } super(); } }
class Twice extends A { constructor() { super(); try { super(); } catch (e) { console.log(e.name + ': ' + e.message); } } }
class Arrow extends A { constructor() { const s = () => super(); s(); this.ok = true; } }
class Returns extends A { constructor() { return { other: true }; } }
class BadReturn extends A { constructor() { super(); return 5; } }
class Undef extends A { constructor() { super(); this.u = 1; return undefined; } }
try { new NoSuper(); } catch (e) { console.log(e.name + ': ' + e.message); }
new Early();
new Twice();
console.log(new Arrow().ok, new Returns().other, new Undef().u);
try { new BadReturn(); } catch (e) { console.log(e.name); }
const given = { given: 1 };
console.log(new A(given) === given, new A(5) instanceof A);
class Super extends A { field = 'on it'; constructor(o) { super(o); } }
const o = {};
new Super(o);
o.field;
