console.log(/^\p{Lu}$/u.test('É'), /\p{Script=Greek}/u.test('α'), /\P{L}/u.test('1'), /^\p{RGI_Emoji}$/v.test('👨‍👩‍👧'), /^\p{Emoji_Keycap_Sequence}$/v.test('1️⃣'));
console.log(/[\p{L}--[a-z]]/v.test('a'), /[\p{L}--[a-z]]/v.test('B'), /[[a-z]&&[aeiou]]/v.test('b'), /^[\q{abc|d}]$/v.test('abc'));
console.log(/\u212a/i.test('k'), /\u212a/iu.test('k'), /ß/iu.test('ẞ'), /[^\W]/iu.test('ſ'), /\w/iu.test('ſ'), /\w/i.test('ſ'), /σ/i.test('ς'), /\u{10400}/iu.test('\u{10428}'));
console.log(/^.$/u.test('\u{1F600}'), /^.$/.test('\u{1F600}'), /\ud83d/u.test('\u{1F600}'), /\ud83d/.test('\u{1F600}'), /^[^x]$/u.test('\u{1F600}'));
console.log(/(?<=\u{1F600})x/u.test('\u{1F600}x'), /(?<=^.)x/u.test('\u{1F600}x'), /\u{61}/.test('u'.repeat(61)), /\bé/.test('é'));
console.log(/(?<$𐒤>a)/.exec('a').groups.$𐒤, /(?<π>a)\k<π>/u.test('aa'));
console.log('İ'.match(/i/iu), 'ı'.match(/I/i), 'ǅ'.match(/ǆ/i)[0], 'µ'.match(/μ/i)[0]);
console.log(/\p{Any}/u.test('\0'), /\p{Assigned}/u.test('\u0378'), /\p{ASCII}/u.test('ä'), /\p{scx=Deva}/u.test('\u0964'), /\p{sc=Deva}/u.test('\u0964'));
