// Fields without a value are defined, as the standard says, not only declared.
class A { x: number; y?: string; declare z: number; w!: boolean; static s: string; readonly r; }
console.log(Object.keys(new A()).join(), 'z' in new A(), 's' in A);
class B { v = 1; }
class C extends B { v: any; }
new C().v;
