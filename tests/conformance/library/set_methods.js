// Sets with sets, and with what only looks like one.
const show = (value) => console.log(value instanceof Set ? `{${[...value]}}` : String(value));
const a = new Set([1, 2, 3, 4]), b = new Set([3, 4, 5]);
show(a.union(b));
show(a.intersection(b));
show(b.intersection(a));
show(a.difference(b));
show(a.symmetricDifference(b));
show(new Set([3]).isSubsetOf(a));
show(a.isSupersetOf(new Set([4, 1])));
show(a.isDisjointFrom(new Set([9])));
show(a.isDisjointFrom(b));
show(new Set([0]).union(new Set([-0, NaN, NaN])).size);

// Anything with size, has and keys, in the order in which it is asked.
const asked = [];
const like = (items) => new Proxy({ size: items.length, has: (x) => items.includes(x), keys: () => items.values() }, { get(t, k) { asked.push(k); return t[k]; } });
show(a.union(like([7, 1])));
show(a.intersection(like([2])));
show(a.difference(like([1, 2])));
show(asked);
show(new Map([[1, 'x']]).size && a.intersection(new Map([[1, 'x']])));

// The iterator is told when the answer is known before its end.
let closed = 0;
const endless = { size: 1, has: () => true, keys: () => ({ next: () => ({ done: false, value: 9 }), return() { closed++; return {}; } }) };
show(a.isSupersetOf(endless));
show(closed);
for (const wrong of [1, {}, { size: NaN }, { size: -1 }, { size: 1 }, { size: 1, has() {} }, [1]])
  try { show(a.union(wrong)); } catch (error) { show(error.name); }

// What is asked may change this set meanwhile.
const growing = new Set([1, 2]);
const meddling = { size: 9, has(x) { if (growing.size < 5) growing.add(x + 10); return true; }, keys: () => [].values() };
show(growing.intersection(meddling));
