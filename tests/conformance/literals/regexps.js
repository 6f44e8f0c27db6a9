console.log(/a+/.test('caat'), /\//.source, /[/]/.source, /x/gi.flags);
console.log(/(?<year>\d{4})-(?<month>\d\d)/.exec('on 2024-05').groups.month);
console.log('aBc'.replace(/b/i, (m) => `[${m}]`), /^.$/u.test('\u{1F600}'), /^.$/.test('\u{1F600}'));
console.log(/a.c/s.test('a\nc'), /(?<=\$)\d+/.exec('cost $42')[0], /(?<!\$)\b\d+/.exec('cost $42 7')[0]);
const sticky = /a/y;
console.log(sticky.test('ba'), (sticky.lastIndex = 1, sticky.test('ba')));
console.log(/\p{Lu}/u.test('É'), /\p{Script=Greek}/u.test('α'));
const f = () => /x/;
console.log(f() === f());
for (const bad of ['/(/', '/a**/', '/[b-a]/', '/a/gg', '/(?<n>)(?<n>)/', '/\\u{1}/u.test', '/\\k<x>/u', '/{1}/u']) {
  try { eval(bad); console.log(bad, 'accepted'); } catch (e) { console.log(bad, e.name); }
}
1 / 2 / 1;
