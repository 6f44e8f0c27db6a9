export var x = 1, y;
y = 2;
export const { p, o: [q] } = { p: 3, o: [4] };
export function f() {}
export function* g() { yield 'g'; }
export async function af() { return 'af'; }
export async function* ag() {}
export class K {}
export { hidden as late };
export default class {}
let hidden = 'first';
export const setLate = () => { hidden = 'changed'; };
