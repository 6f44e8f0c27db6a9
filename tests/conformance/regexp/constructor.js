const show = (value) => console.log(String(value));
show(RegExp('a', 'g')); show(new RegExp('')); show(new RegExp('/')); show(new RegExp('\n')); show(new RegExp('[/]\\/'));
show(new RegExp(/a/g)); show(new RegExp(/a/g, 'i')); show(RegExp(undefined)); show(RegExp(null));
const one = /x/;
console.log(RegExp(one) === one, new RegExp(one) === one, RegExp(one, '') === one);
console.log(RegExp.length, RegExp.name, RegExp[Symbol.species] === RegExp, typeof RegExp.prototype.exec);
console.log(Object.prototype.toString.call(/a/), Object.prototype.toString.call(RegExp.prototype));
console.log(RegExp.prototype.source, RegExp.prototype.flags === '', RegExp.prototype.global, RegExp.prototype.toString());
console.log(Object.getOwnPropertyNames(/a/).join(), Object.getOwnPropertyDescriptor(/a/, 'lastIndex').writable);
for (const [pattern, flags] of [['(', ''], ['a', 'gg'], ['a', 'uv'], ['[b-a]', ''], ['\\', ''], ['*', ''], ['(?<a>.)(?<a>.)', ''], ['{1}', 'u']]) {
  try { show(new RegExp(pattern, flags)); } catch (error) { console.log(error.name); }
}
const like = {constructor: RegExp, source: 'q', flags: 'y', [Symbol.match]: true};
console.log(RegExp(like) === like, String(new RegExp(like)), String(new RegExp(like, 'm')));
console.log(['dotAll', 'flags', 'global', 'hasIndices', 'ignoreCase', 'multiline', 'sticky', 'unicode', 'unicodeSets', 'source']
  .map((name) => typeof Object.getOwnPropertyDescriptor(RegExp.prototype, name).get + ' ' + Object.getOwnPropertyDescriptor(RegExp.prototype, name).get.name).join());
try { Object.getOwnPropertyDescriptor(RegExp.prototype, 'global').get.call({}); } catch (error) { console.log(error.name); }
console.log(/a/dgimsuy.flags, /a/v.flags, Reflect.get(RegExp.prototype, 'flags', {global: 1, sticky: 'yes', ignoreCase: 0}));
const compiled = /a/g;
compiled.lastIndex = 3;
console.log(compiled.compile('b', 'i') === compiled, String(compiled), compiled.lastIndex, compiled.test('B'));
