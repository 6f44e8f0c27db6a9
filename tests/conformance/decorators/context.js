// What decorators are told.
const show = [];
function d(value, { kind, name, static: s, private: p, access, addInitializer }) {
  const parts = access ? Object.keys(access).sort().join() : 'none';
  show.push([kind, typeof name === 'symbol' ? name.toString() : JSON.stringify(name), s, p, parts, typeof addInitializer,
    kind === 'accessor' ? Object.keys(value).join() : typeof value, value && value.name].join(' '));
}
const symbol = Symbol('sym');
@d class Named {
  @d field = 1; @d static sfield = 1; @d #pfield = 1; @d static #spfield = 1;
  @d method() {} @d static smethod() {} @d #pmethod() {} @d static #spmethod() {}
  @d get getter() { return 1; } @d set setter(v) {} @d get #pgetter() { return 1; } @d set #psetter(v) {}
  @d accessor acc = 1; @d static accessor sacc; @d accessor #pacc; @d static accessor #spacc;
  @d 'a string'() {} @d 12 = 1; @d [1 + 2]() {} @d [symbol]() {} @d get [symbol]() { return 1; } @d accessor [symbol];
  @d async am() {} @d *gm() {} @d async *agm() {}
}
const Assigned = @d class {};
(@d class {});
console.log(show.join('\n'));
