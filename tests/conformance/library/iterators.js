function* count(n = Infinity) {
  try {
    for (let i = 1; i <= n; i++) yield i;
  } finally {
    console.log('closed');
  }
}
console.log([...count().filter((n) => n % 2).map((n) => n * n).drop(1).take(3)].join());
console.log(count(4).toArray().join(), count(4).reduce((a, b) => a + b), count(4).reduce((a, b) => a + b, 10));
console.log(count(4).some((n) => n > 2), count(4).every((n) => n > 2), count(9).find((n) => n > 2));
count(2).forEach((n, i) => console.log(n, i));
console.log([...count(3).flatMap((n) => Array(n).fill(n))].join());
console.log([...Iterator.from({ next() { return { done: this.n > 2, value: this.n++ }; }, n: 1 }).map((n) => n * 2)].join());
console.log(Iterator.from('ab').toArray().join(), Iterator.prototype === Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())));
class Mine extends Iterator { next() { return { done: true }; } }
console.log(new Mine().toArray().length, new Mine() instanceof Iterator, [].values() instanceof Iterator);
for (const bad of [() => new Iterator(), () => count(3).take(-1), () => count(3).map(1), () => count(3).take(NaN), () => count(0).reduce((a) => a), () => Iterator.from(5)])
  try {
    bad();
  } catch (e) {
    console.log(e.name);
  }
const helper = count(5).map((n) => n);
console.log(helper.next().value, JSON.stringify(helper.return()), helper.next().done, Object.prototype.toString.call(helper));
console.log(Iterator.prototype.map.name, Iterator.prototype.map.length, Iterator.prototype[Symbol.toStringTag], 'prototype' in Iterator.prototype.map);
void 0;
