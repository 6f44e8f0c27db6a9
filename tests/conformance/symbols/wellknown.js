class Even { static [Symbol.hasInstance](n) { return n % 2 === 0; } }
console.log(2 instanceof Even, 3 instanceof Even);
const o = { [Symbol.toPrimitive](hint) { return hint === 'number' ? 42 : hint; }, [Symbol.toStringTag]: 'Tag' };
console.log(+o, `${o}`, o + '', Object.prototype.toString.call(o));
const list = { length: 2, 0: 'a', 1: 'b', [Symbol.isConcatSpreadable]: true };
console.log([].concat(list).join());
const s = Symbol('d'), t = Symbol.for('shared');
console.log(s.toString(), s.description, Symbol.keyFor(t), Symbol.for('shared') === t, typeof s, Symbol() === Symbol());
const keyed = { [s]: 1, plain: 2 };
console.log(Object.keys(keyed).length, Object.getOwnPropertySymbols(keyed).length, JSON.stringify(keyed), s in keyed);
for (const bad of [() => s + '', () => +s, () => new Symbol(), () => `${s}`]) { try { bad(); } catch (e) { console.log(e.name); } }
console.log(!!s, Object(s) == s, [s].includes(s));
