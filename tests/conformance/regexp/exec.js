const m = /(?<year>\d{4})-(?<month>\d\d)(-(?<day>\d\d))?/d.exec('on 2024-05.');
console.log(m.index, m.input, m.length, m[0], m[1], m[3], JSON.stringify(m.groups), Object.getPrototypeOf(m.groups));
console.log(JSON.stringify(m.indices), JSON.stringify(m.indices.groups), Object.keys(m).join());
console.log(/a/.exec('b'), /a/.exec('a').groups, 'indices' in /a/.exec('a'));
const global = /a/g;
console.log(global.exec('aba').index, global.lastIndex, global.exec('aba').index, global.exec('aba'), global.lastIndex);
const sticky = /a/y;
console.log(sticky.test('ba'), (sticky.lastIndex = 1, sticky.test('ba')), sticky.lastIndex);
global.lastIndex = {valueOf() { console.log('asked'); return 2; }};
console.log(global.exec('aba').index);
global.lastIndex = -5; console.log(global.exec('aba').index);
global.lastIndex = 9; console.log(global.exec('aba'), global.lastIndex);
const frozen = Object.freeze(/a/g);
try { frozen.exec('a'); } catch (error) { console.log(error.name); }
console.log(Object.freeze(/a/).exec('a')[0]);
const text = '\u00e4\u{1f600}b\u00f6c';
console.log(/b/.exec(text).index, /c/.exec(text).index, /./gu[Symbol.match](text).length, /./g[Symbol.match](text).length);
class Counting extends RegExp {
  calls = 0;
  exec(s) { this.calls++; return super.exec(s); }
}
const counting = new Counting('a', 'g');
console.log(counting.test('a'), 'banana'.match(counting).join(), counting.calls, counting instanceof RegExp, counting[Symbol.replace]('aXa', '-'));
try { RegExp.prototype.exec.call({}, ''); } catch (error) { console.log(error.name); }
