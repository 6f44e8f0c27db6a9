const show = (value) => console.log(JSON.stringify(value));
show('a1b2c'.split(/\d/)); show('a1b2c'.split(/(\d)/)); show('abc'.split(/(?:)/)); show('abc'.split(/(x)?/)); show(''.split(/a/)); show(''.split(/a*/));
show('a,b,c'.split(/,/, 2)); show('a,b'.split(/,/, 0)); show('A<B>bold</B>'.split(/<(\/)?([^<>]+)>/)); show('ab'.split(/a*?/)); show('ab'.split(/a*/));
show('\u{1f600}x'.split(/(?:)/u)); show('\u{1f600}'.split(/(?:)/).length); show('abc'.split('')); show('abc'.split()); show('a,b'.split(',', -1));
show('aXbxc'.split(/x/iy)); show('test'.split(/(?=s)/));
show('a1b22'.match(/\d+/g)); show('abc'.match(/\d/g)); show('abc'.match(/b/).index); show('aXa'.match(/x/i)[0]); show('a.c'.match('.')); show('abc'.match()[0]);
show([...'a1b2'.matchAll(/([a-z])(\d)/g)].map((m) => [m.index, m[1], m[2]])); show([...'aa'.matchAll('a')].length);
const all = 'x'.matchAll(/x/g);
console.log(Object.prototype.toString.call(all), all[Symbol.iterator]() === all, all.next().value[0], all.next().done, all.next().done);
show('abc'.search(/c/)); show('abc'.search('d')); show('a\u00e4c'.search(/c/));
const r = /b/g; r.lastIndex = 2;
show(['abc'.search(r), r.lastIndex]);
class Sub extends RegExp { static get [Symbol.species]() { return function (pattern, flags) { console.log('species', flags); return new RegExp(pattern, flags); }; } }
show('a-b'.split(new Sub('-'))); show([...'a-b'.matchAll(new Sub('-', 'g'))].length);
const other = {[Symbol.split]: (text, limit) => [text, limit], [Symbol.match]: () => 'm', [Symbol.search]: () => 's'};
show('t'.split(other, 3)); show('t'.match(other)); show('t'.search(other));
for (const name of ['match', 'matchAll', 'search', 'replace', 'replaceAll', 'split'])
  console.log(name, ''[name].length, ''[name].name, (() => { try { ''[name].call(null); } catch (error) { return error.name; } })());
try { 'a'.startsWith(/a/); } catch (error) { console.log(error.name); }
const tame = /a/; tame[Symbol.match] = false;
console.log('/a/'.startsWith(tame), '/a/'.includes(tame));
