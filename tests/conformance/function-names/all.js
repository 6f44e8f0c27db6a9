function declared() {}
const expression = function () {}, named = function own() {}, arrow = () => {};
const sym = Symbol('desc'), empty = Symbol();
const o = {
  method() {}, get getter() { return 1; }, set getter(v) {}, ['comp' + 1]() {}, [sym]() {}, [empty]: () => {}, prop: function () {},
  get [sym]() { return 1; }, 5: () => {}, 'quoted name': () => {}, async am() {}, *gm() {}, async *agm() {},
};
let assigned;
assigned = () => {};
const paren = (() => {}), comma = (0, () => {});
const d = (k, w) => Object.getOwnPropertyDescriptor(o, k)[w].name;
console.log([declared, expression, named, arrow, assigned, paren, comma].map((f) => f.name).join('|'));
console.log([o.method, o.comp1, o[empty], o.prop, o[5], o['quoted name'], o.am, o.gm, o.agm].map((f) => f.name).join('|'));
console.log(d('getter', 'get'), d('getter', 'set'), d(sym, 'get'));
class C { static m() {} #p() {} static get g() { return 1; } p() { return this.#p.name; } }
console.log(C.m.name, new C().p(), Object.getOwnPropertyDescriptor(C, 'g').get.name);
console.log((function () {}).name === '', (() => {}).name === '', (class {}).name === '', new Function('').name, (function () {}).bind().name, named.bind().name);
const desc = Object.getOwnPropertyDescriptor(declared, 'name');
console.log(desc.writable, desc.enumerable, desc.configurable, Object.getOwnPropertyNames(function () { 'use strict'; }).join());
const member = {};
member.f = () => {};
JSON.stringify(member.f.name);
