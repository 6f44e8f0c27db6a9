console.log('\u{1F600}'.length, '\u{41}', '\x41\u0042\103', 'a\
b', '\0'.length, '\v'.charCodeAt(0), '\8\9');
console.log('\u2028'.length, eval('"\u2028"').length, JSON.stringify('\ud800'), JSON.stringify('\u2028\u2029'));
for (const bad of ['"\\u{110000}"', '"\\u{}"', '"\\xg0"', '"use strict"; "\\01"', '"use strict"; "\\8"', '"a\nb"']) {
  try { (0, eval)(bad); console.log('accepted'); } catch (e) { console.log(e.name); }
}
'"' + "'" + '\'' + "\"";
