// Parts of one namespace see each other's exports, at any depth; so do parts of one enum.
namespace Outer {
  export const one = 1;
  export namespace Inner { export let count = 1; export function up() { return ++count; } }
  export enum Level { Low = 1, High = Low + 1 }
  export function later() { return two; }
  const hidden = 'first';
  export const { deep: [picked] } = { deep: ['picked'] };
}
namespace Outer {
  export const two = one + 1;
  export namespace Inner { export const read = () => count + up(); export class Sub { of = one; } }
  export enum Level { Highest = High + 1 }
  const hidden = 'second';
  export const own = hidden + picked;
  { const one = 'inner'; console.log(one, two); }
}
namespace Outer.Inner { export const again = new Sub().of + count; export const top = Level.Highest; }
enum Flags { A = 1, B = A << 1 }
enum Flags { C = B << 1, All = A | B | C }
function call() { return call.extra + 1; }
namespace call { export let extra = 1; }
namespace call { export const more = ++extra; }
console.log(Outer.two, Outer.later(), Outer.Inner.read(), Outer.Inner.again, Outer.Inner.top, Outer.own);
console.log(Outer.Level[3], Outer.Level.Low, Flags.All, Flags[4], call(), call.more);
console.log(Object.keys(Outer).join(), Object.keys(Outer.Inner).join());
