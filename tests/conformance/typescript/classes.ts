abstract class Base<T> implements Iterable<T> {
  static #count = 0;
  protected readonly items: T[] = [];
  declare ambient: number;
  definite!: string;
  optional?: number;
  private static readonly limit: number = 3;
  constructor(private name: string, public readonly size = 1, protected extra?: T, ...rest: T[]) { Base.#count++; if (extra) this.items.push(extra); this.items.push(...rest); }
  abstract kind(): string;
  overload(x: string): string;
  overload(x: number): number;
  overload(x: any) { return x; }
  get label(): string { return `${this.name}/${this.kind()}`; }
  *[Symbol.iterator](): Iterator<T> { yield* this.items; }
  static count() { return Base.#count; }
  [key: string]: any;
  static [index: number]: string;
}
class Derived extends Base<number> implements Object {
  own = 'own';
  constructor(public tag: string) { super('derived', 2, 7, 8, 9); this.own += tag; }
  override kind(): 'd' { return 'd'; }
  public async run<const U>(this: Derived, u?: U): Promise<U | undefined> { return u; }
  private get secret(): number { return 1; }
  accessor value: number = 5;
  static accessor shared = 's';
}
const d = new Derived('!');
console.log(d.label, [...d].join(), d.size, d.own, d.tag, d.overload('o'), Base.count(), 'ambient' in d, 'definite' in d, d.kind());
d.value++;
console.log(d.value, Derived.shared, Object.keys(d).sort().join());
