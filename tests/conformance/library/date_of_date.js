// A date made of a date has its time, milliseconds and years before 1 included, and asks it nothing.
const exact = new Date(Date.UTC(2014, 1, 27, 14, 8, 9, 37));
console.log(new Date(exact).getTime() === exact.getTime(), new Date(exact).getMilliseconds());
const early = new Date(-63517132800123);
console.log(new Date(early).toISOString(), new Date(new Date(NaN)).getTime());

class Loud extends Date {
  valueOf() { throw new Error('valueOf was asked'); }
  toString() { throw new Error('toString was asked'); }
  [Symbol.toPrimitive]() { throw new Error('toPrimitive was asked'); }
}
console.log(new Date(new Loud(5)).getTime(), new Loud(new Loud(7)).toISOString());

// What is no date itself is asked.
console.log(new Date({valueOf: () => 8, toString: () => '9'}).getTime(), new Date({[Symbol.toPrimitive]: (hint) => hint.length}).getTime());
const asked = [];
try {
  new Date(new Proxy(exact, {get: (target, key) => { asked.push(String(key)); return Reflect.get(target, key); }}));
} catch (error) {
  console.log(error.name, asked[0]);
}
asked.length;
