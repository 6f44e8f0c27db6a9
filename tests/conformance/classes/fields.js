const log = [];
const t = (x) => (log.push(x), x);
class A {
  [t('name1')] = t('value1');
  plain;
  init = this.method();
  arrow = () => this.init;
  static [t('sname')] = t('svalue');
  'quoted' = 1;
  5 = 'five';
  method() { return 'm'; }
  static count = 0;
  static bump = () => ++this.count;
}
console.log(log.join());
log.length = 0;
const a = new A(), b = new A();
console.log(log.join(), Object.keys(a).join(), a.arrow(), a.arrow === b.arrow);
A.bump();
console.log(A.count, 'plain' in a, a.plain);
class B extends A {
  init = super.method() + 'B';
  constructor() { console.log('before'); super(); console.log('after', this.init); }
}
new B();
class Setter { set x(v) { console.log('setter must not run'); } }
class Def extends Setter { x = 1; }
console.log(new Def().x);
class Names { f = () => {}; static g = function () {}; ['h'] = class {}; }
[new Names().f.name, Names.g.name, new Names().h.name];
