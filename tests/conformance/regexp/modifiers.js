// Flags of a part of a pattern: (?ims-ims:…).
const row = (pattern, ...texts) => console.log(String(pattern), texts.map((text) => pattern.test(text)).join(' '));
row(/a(?i:b)c/, 'abc', 'aBc', 'ABc', 'aBC');
row(/a(?-i:b)c/i, 'abc', 'ABC', 'AbC');
row(/(?i:a(?-i:b)c)d/, 'AbCd', 'ABCd', 'abcD');
row(/(?s:.)./, '\nx', 'x\n');
row(/(?-s:.)./s, '\nx', 'x\n');
row(/(?m:^a$)b?/, 'x\na\ny', 'xa');
row(/^b(?m:$)/m, 'a\nb\nc');
row(/(?-m:^b)/m, 'a\nb', 'b');
row(/(?i:[a-c])+d/, 'AbCd', 'AbCD');
row(/(?i:x)*y/, 'XxXy', 'XY');
row(/(a)(?i:\1)/, 'aA', 'Aa');
row(/(?i:\w)[\w]/iu, '\u017f\u017f');
row(/\b(?-i:\w)/iu, '\u017f');
row(/(?i:é|straße)/, 'É', 'STRASSE', 'STRAßE');
console.log('FOO bar'.replace(/(?i:foo) (?<second>bar)/, '$<second>'));
for (const wrong of ['(?-:a)', '(?ii:a)', '(?i-i:a)', '(?g:a)', '(?i', '(?i)', '(?--i:a)', '(?u:a)', '(?i-s-m:a)'])
  try { new RegExp(wrong); console.log(wrong, 'accepted'); } catch (error) { console.log(wrong, error.name); }
