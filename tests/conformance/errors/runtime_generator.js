function* numbers() {
  yield 1;
  throw new Error('from a generator');
}
for (const n of numbers()) console.log(n);
