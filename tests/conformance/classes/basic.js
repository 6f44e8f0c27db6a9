class Point {
  constructor(x, y) { this.x = x; this.y = y; }
  get length() { return Math.hypot(this.x, this.y); }
  set length(v) { const f = v / this.length; this.x *= f; this.y *= f; }
  plus(o) { return new Point(this.x + o.x, this.y + o.y); }
  static origin() { return new this(0, 0); }
  toString() { return `(${this.x}, ${this.y})`; }
}
const p = new Point(3, 4);
console.log(p.length, String(p.plus(p)), String(Point.origin()));
p.length = 10;
console.log(`${p}`);
console.log(typeof Point, Point.name, Point.length, Object.keys(p).join(), Object.keys(Point.prototype).length);
const d = Object.getOwnPropertyDescriptor(Point, 'prototype');
console.log(d.writable, d.enumerable, d.configurable);
console.log(Object.getOwnPropertyNames(Point.prototype).join());
try { Point(); } catch (e) { console.log(e.name + ': ' + e.message); }
try { new p.plus(); } catch (e) { console.log(e.name); }
p instanceof Point;
