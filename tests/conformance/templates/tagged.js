function tag(strings, ...values) {
  return strings.raw.join('|') + ' ' + strings.join('|') + ' ' + values.join();
}
console.log(tag`a${1}b${2}c`);
console.log(tag`\n${'x'}\u0041`);
console.log(tag``);
const o = { p: 'this', tag(s) { return this.p + s[0]; } };
console.log(o.tag`!`, o['tag']`?`);
const bad = (s) => s[0] + ' ' + s.raw[0];
console.log(bad`\unicode and \xerxes`);
const same = () => ((s) => s)`x`;
console.log(same() === same(), Object.isFrozen(same()), Object.isFrozen(same().raw));
const chain = (s) => (t) => s[0] + t[0];
console.log(chain`a``b`);
console.log(String.raw`a\nb${1}\\`);
new (class { constructor(s) { this.s = s; } })().s;
