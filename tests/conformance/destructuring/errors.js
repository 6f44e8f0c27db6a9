// What cannot be taken apart.
const tries = {
  undefined: () => { const { a } = undefined; },
  null: () => { const { a } = null; },
  empty: () => { const {} = null; },
  notIterable: () => { const [a] = {}; },
  number: () => { const [a] = 1; },
  nested: () => { const { a: { b } } = {}; },
  param: () => (({ a }) => a)(),
  assign: () => { let a; ({ a } = null); },
};
for (const name in tries) {
  try { tries[name](); console.log(name, 'no error'); } catch (e) { console.log(name, e.name); }
}
const {} = 0;
const { a } = 'x';
typeof a;
