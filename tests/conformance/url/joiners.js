// Joiners, which nobody sees, in domains: behind a virama, and the one that parts between letters that join. Each joiner counts;
// Node.js 20 looks at the first one only.
const zwnj = '\u200c', zwj = '\u200d', ka = '\u0915', virama = '\u094d', beh = '\u0628', alef = '\u0627', mark = '\u064e', hah = '\u062d', shadda = '\u0651', phagsPa = '\ua872';
const labels = ['a' + zwj + 'b', 'a' + zwnj + 'b', zwj, zwnj, ka + zwj, ka + virama + zwj, ka + virama + zwj + ka, ka + virama + zwnj + ka, ka + zwnj,
  beh + zwnj + beh, beh + zwj + beh, beh + zwnj + alef, alef + zwnj + beh, beh + mark + zwnj + mark + shadda + hah, beh + zwnj, zwnj + beh, beh + zwnj + 'a', 'a' + zwnj + beh,
  beh + zwnj + zwnj + beh, beh + mark + zwnj, phagsPa + zwnj + beh, beh + zwnj + phagsPa, ka + virama + zwj + zwj, beh + '.' + zwnj + beh, '\u0640' + zwnj + beh,
  'xn--ab-j1t', 'xn--ab-m1t', 'xn--11b2ezcw70k', 'xn--ngba799q', 'xn--11b4d3a'];
for (const label of labels) {
  let host = 'refused';
  try { host = new URL('http://' + label + '.example/').host; } catch {}
  console.log(escape(label), host, URL.canParse('http://x.' + label + '/'));
}
