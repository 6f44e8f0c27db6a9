// Fields end at line breaks; get, set, static and async are names, too.
class A {
  get; set;
  static
  fixed = 'static field'
  async
  x = 1
  y = 2;
  static static = 's'
  'a' = 3
  get get() { return 'getter'; }
  set set(v) {}
  static async() { return 'sa'; }
  async async() {}
}
const a = new A();
console.log(Object.keys(a).join(), A.static, A.fixed, A.async());
class B { in
  = 5
  of; await; }
Object.keys(new B());
