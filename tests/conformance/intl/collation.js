const words = ['b', 'a', 'B', 'A', 'á', 'ab', 'aB', 'Ab', 'z', 'ø', 'o', 'p', 'æ', 'af', 'ß', 'ss', 'st', 'α', 'т', '1', '10', '2', '-', '_a', ' a', 'é', 'e', 'E', 'f', 'résumé', 'resume', 'Resume', '$', '%', '+'];
console.log(words.slice().sort((a, b) => a.localeCompare(b)).join(' '));
console.log(words.slice().sort(new Intl.Collator('en-US').compare).join(' '));
let ascii = '';
for (let i = 32; i < 127; i++) ascii += String.fromCharCode(i);
console.log([...ascii].sort(new Intl.Collator('en-US').compare).join(''));
console.log(['file10', 'file2', 'file1', 'file003', 'File2'].sort(new Intl.Collator('en-US', { numeric: true }).compare).join());
const pairs = [['a', 'A'], ['a', 'á'], ['a', 'b'], ['a', 'a'], ['', 'a'], ['a-b', 'ab'], ['resume', 'Résumé']];
for (const sensitivity of ['base', 'accent', 'case', 'variant']) console.log(sensitivity, pairs.map(([a, b]) => a.localeCompare(b, 'en', { sensitivity })).join());
console.log(pairs.map(([a, b]) => a.localeCompare(b, 'en', { ignorePunctuation: true })).join(), 'a'.localeCompare('B'), 'a'.localeCompare('A', undefined, { caseFirst: 'upper' }));
console.log(new Intl.ListFormat('en').format(['a', 'b', 'c']), '/', new Intl.ListFormat('en', { type: 'disjunction' }).format(['a', 'b']), '/', new Intl.ListFormat('en', { style: 'narrow', type: 'unit' }).format(['a', 'b', 'c']), '/', new Intl.ListFormat('en').format(['a']), '/', new Intl.ListFormat('en').format([]));
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' }), always = new Intl.RelativeTimeFormat('en');
for (const unit of ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'years']) console.log([-2, -1, 0, 1, 2].map((n) => relative.format(n, unit)).join(), '/', [-1, -0, 1.5, 1000].map((n) => always.format(n, unit)).join());
console.log(Intl.getCanonicalLocales('en-US').join(), Intl.NumberFormat.supportedLocalesOf(['en-US', 'en']).join());
for (const bad of [() => Intl.getCanonicalLocales('x_y'), () => new Intl.Collator('en', { sensitivity: 'x' }), () => relative.format(1, 'fortnight'), () => Intl.PluralRules()])
  try {
    bad();
  } catch (e) {
    console.log(e.name);
  }
void 0;
