namespace Shapes {
  export const pi = 3;
  const hidden = 'h';
  export function area(r: number) { return pi * r * r; }
  export class Circle { constructor(public r: number) {} area() { return area(this.r); } }
  export namespace Inner { export const deep = hidden + pi; }
  export let counter = 0;
  export function bump() { counter++; return counter; }
  export enum Kind { Round }
  export const { a, b: [c] } = { a: 1, b: [2] };
  export interface Vanishes {}
}
namespace Shapes { export const more = pi + 1; }
namespace A.B.C { export const x = 'dotted'; }
module Old { export var y = 1; }
function merged() { return merged.extra; }
namespace merged { export const extra = 'extra'; }
class K { static own = K.name; }
namespace K { export const added = 'added'; }
import Alias = Shapes.Inner;
console.log(Shapes.area(2), new Shapes.Circle(3).area(), Shapes.Inner.deep, Shapes.bump(), Shapes.counter, Shapes.Kind.Round, Shapes.a + Shapes.c);
Shapes.counter = 10;
console.log(Shapes.bump(), Shapes.more, A.B.C.x, Old.y, merged(), K.added, K.own, Alias.deep, 'hidden' in Shapes);
