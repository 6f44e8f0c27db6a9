const log: string[] = [];
function cls(value: any, context: any) { log.push(context.kind + ' ' + context.name); }
function method(value: any, { kind, name, static: s, private: p }: any) { log.push([kind, String(name), s, p].join()); return typeof value === 'function' && kind === 'method' ? function (this: any, ...a: any[]) { return 'wrapped ' + value.apply(this, a); } : undefined; }
const field = (by: number) => (value: undefined, context: any) => (initial: number) => initial * by;
@cls
class A {
  @method m() { return 'm'; }
  @method static s() { return 's'; }
  @field(3) f = 5;
  @method get g() { return 1; }
}
console.log(new A().m(), A.s(), new A().f, new A().g);
console.log(log.join(' | '));
