interface Long { a: number; b: number; c: number }
function fail<T extends Long>(value: T): never {
  throw new RangeError('from typed code ' + value.a);
}
fail({ a: 1, b: 2, c: 3 } as Long);
