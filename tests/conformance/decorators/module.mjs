// Decorators around `export`, and what the classes are called.
const names = [];
const d = (value, { name }) => { names.push(name); };
@d export class Before {}
export @d class After {}
export default @d class {}
console.log(names, Before.name, After.name);
