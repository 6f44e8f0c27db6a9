console.log('abc'.replace(/b/, "[$&|$`|$'|$$|$1|$0]"), 'abc'.replace(/(b)(c)?/, '<$1$2$3$01$10$11>'));
console.log('2024-05'.replace(/(?<y>\d+)-(?<m>\d+)/, '$<m>/$<y>/$<none>/$<y'), 'ab'.replace(/(b)/, '$<x>'));
console.log('aXbX'.replace(/x/gi, (match, at, text) => `${match}${at}${text.length}`));
console.log('a1b2'.replace(/(?<l>[a-z])(\d)/g, (match, l, d, at, text, groups) => `${d}${l}${at}${groups.l}`));
console.log('aaa'.replace(/a*?/g, '-'), 'abc'.replace(/(?:)/g, '.'), '\u{1f600}'.replace(/(?:)/g, '.').length, '\u{1f600}'.replace(/(?:)/gu, '.').length);
console.log('a.b.c'.replace('.', '$&$&'), 'a.b.c'.replaceAll('.', (m, at) => at), 'aaa'.replaceAll('', '_'), 'x'.replaceAll('y', 'z'));
console.log('abc'.replace('b', "$`$'$1$<x>"), 'abab'.replaceAll(/b/g, 'X'));
try { 'a'.replaceAll(/a/, ''); } catch (error) { console.log(error.name); }
try { 'a'.matchAll(/a/); } catch (error) { console.log(error.name); }
const r = /a/g;
console.log('banana'.replace(r, () => { r.compile('zzz', ''); return '*'; }), String(r));
const log = [];
const custom = {[Symbol.replace](text, value) { log.push(text, value); return 'custom'; }};
console.log('t'.replace(custom, 5), log.join());
const patched = /a/g;
patched.exec = function (text) { log.push('exec'); return RegExp.prototype.exec.call(this, text); };
console.log('banana'.replace(patched, 'o'), log.length);
const liar = Object.assign(/./, {exec: (() => { let left = 2; return () => (left-- > 0 ? {length: 2, 0: 'an', 1: 7, index: left * 2 + 1, groups: undefined} : null); })()});
Object.defineProperty(liar, 'flags', {value: 'g'});
console.log('banana'.replace(liar, '<$1>'));
console.log('x'.replace(/x/, undefined), 'x'.replace(/x/, null), 'x'.replace(/x/, '$'), 'x'.replace(/x/, '$$$'));
console.log('aBc'.replace(/[A-Z]/g, '<$&>'), 'a\u00e4b'.replace(/\u00e4/, '$`|$\''));
