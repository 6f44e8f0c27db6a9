// An array whose iteration somebody has changed is read that way.
const a = [1, 2];
a[Symbol.iterator] = function* () { yield 'own'; };
console.log([...a].join());
for (const x of a) console.log(x);
const [first] = a;
console.log(first);
const proto = Object.getPrototypeOf([][Symbol.iterator]());
const next = proto.next;
let calls = 0;
proto.next = function () { calls++; return next.call(this); };
for (const x of [1, 2]);
const [p, q] = [3, 4];
console.log(calls, Math.max(...[1, 5]), calls);
proto.next = next;
[...[1]].length;
