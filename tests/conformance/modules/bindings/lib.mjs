export let counter = 0;
export const bump = () => { counter++; };
const inner = 'renamed value';
export { inner as renamed, inner as 'string name' };
export default function () { return 'default ' + (typeof counter); }
export class Shape { constructor(n) { this.n = n; } area() { return this.n ** 2; } }
