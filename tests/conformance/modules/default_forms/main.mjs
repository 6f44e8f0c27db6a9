import a from './arrow.mjs';
import b from './named.mjs';
import c from './value.mjs';
import d, * as ns from './class.mjs';
console.log(a.name, b.name, c.v, d.name, ns.default === d, new d().m());
console.log(b());
