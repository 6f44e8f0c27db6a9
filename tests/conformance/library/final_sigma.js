// A capital sigma at the end of a word: behind a letter with case and before none, whatever may be ignored in between.
const points = (text) => [...text].map((c) => c.codePointAt(0).toString(16)).join(' ');
const beside = ['', 'A', 'a', '1', ' ', '.', "'", '\u00ad', '\u180e', '\u0345', '\u02b0', '\u0301', '\ud835\udca2', '\ud800', '\ud83d\ude00', '\u{1d165}', '\u01c5', '\u05d0', '\u4e00', '_', ':'];
for (const left of beside)
  console.log(points(left), beside.map((right) => points((left + '\u03a3' + right).toLowerCase()).includes('3c2') ? 'final' : '-').join(' '));
for (const text of ['ΟΔΥΣΣΕΥΣ', 'ΣΑΣ ΣΑΣ.', "Σ'Σ", 'AΣ\u00ad\u00adB', 'AΣ\u00ad\u00ad', 'A\u00ad\u0301Σ', 'ΣΣ', 'İΣ', 'Σ', 'aΣ\u{10400}', 'ς', 'ΑΣΑ'])
  console.log(text.toLowerCase(), points(text.toLowerCase()), text.toLocaleLowerCase() === text.toLowerCase());
const long = 'Α\u00ad'.repeat(50000);
console.log((long + 'Σ' + '\u00ad'.repeat(100000)).toLowerCase().indexOf('ς'), (long + 'Σ' + '\u00ad'.repeat(100000) + 'Α').toLowerCase().indexOf('ς'));
console.log('Σ'.repeat(5).toLowerCase(), /^ς$/i.test('Σ'), 'σς'.toUpperCase());
