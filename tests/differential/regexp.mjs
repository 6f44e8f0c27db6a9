// Random regular expressions and texts, run by Node.js and by our engine; prints where they differ. A tool for people:
//
//   node regexp.mjs REGEXP_CASES CASES [SEED]
//
// REGEXP_CASES is the program of regexp_cases.cc.
import {spawnSync} from 'node:child_process';

const [program, countText, seedText] = process.argv.slice(2);
const count = Number(countText);
const seed = seedText === undefined ? Date.now() >>> 0 : Number(seedText);

let state = seed >>> 0;
function random(below) {  // mulberry32
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % below;
}
const pick = (list) => list[random(list.length)];
const chance = (percent) => random(100) < percent;

const plain = ['a', 'b', 'c', 'A', 'B', 'k', 'K', 's', 'S', '1', '_', ' ', '-', '\n'];
const rare = ['\u017f', '\u212a', '\u00e9', '\u00c9', '\u00df', '\u1e9e', '\u03c3', '\u03c2', '\u03a3', '\u2028', '\r', '\ufeff',
  '\u{1f600}', '\u{10400}', '\u{10428}', '\ud83d', '\ude00', '\ud801', '\u0130', '\u0131', '\u01c4', '\u01c5', '\u01c6', '\u0345', '\u0399',
  '\u1fbe', '\u00b5', '\u03bc', '\u039c', '\uff21', '\uff41'];
const character = () => (chance(80) ? pick(plain) : pick(rare));
const syntax = /[\^$\\.*+?()[\]{}|/]/;
const properties = ['L', 'Lu', 'Ll', 'Nd', 'Script=Greek', 'scx=Grek', 'Alphabetic', 'ASCII', 'Any', 'White_Space', 'Emoji', 'Uppercase',
  'gc=Lt', 'ID_Start', 'Assigned', 'Script_Extensions=Latin', 'Sc', 'Lowercase', 'Nonsense'];
const stringProperties = ['Emoji_Keycap_Sequence', 'RGI_Emoji', 'Basic_Emoji', 'RGI_Emoji_Flag_Sequence'];

class Pattern {
  constructor(flags) {
    this.unicode = /[uv]/.test(flags);
    this.sets = flags.includes('v');
    this.folded = this.sets && flags.includes('i');
    this.names = 0;
    this.groups = 0;
    this.left = 14;
  }
  literal() {
    const c = character();
    return syntax.test(c) ? '\\' + c : c;
  }
  // Node.js 20 crashes for a \P{Any} in v mode, and reads \P{…} there with i as an older draft did.
  property() {
    const name = pick(properties);
    return (chance(70) || this.folded || name === 'Any' ? '\\p{' : '\\P{') + name + '}';
  }
  escape() {
    const simple = ['\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '.', '.', '\\x61', '\\u0061', '\\cJ', '\\0'];
    if (this.unicode && chance(30)) return this.property();
    if (this.sets && chance(15)) return '\\p{' + pick(stringProperties) + '}';
    if (this.unicode && chance(20)) return pick(['\\u{61}', '\\u{1f600}', '\\ud83d\\ude00', '\\ud83d', '\\u{212a}', '\\u{17f}']);
    if (!this.unicode && chance(15)) return pick(['\\1', '\\7', '\\8', '\\10', '\\c', '\\k', '\\p{L}', '\\u{2}', '\\_', '\\x', ']', '{', '}', '\\ud83d', '{1', 'a{,2}']);
    return pick(simple);
  }
  classItem() {
    if (chance(20)) return pick(['\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '\\b', '\\-']);
    if (this.unicode && chance(20)) return this.property();
    const c = character();
    const safe = (x) => (/[\^\]\\[\-(){}/|&!#$%*+,.:;<=>?@`~]/.test(x) ? '\\' + x : x);
    if (chance(25)) {
      const d = character();
      return c <= d || chance(5) ? safe(c) + '-' + safe(d) : safe(d) + '-' + safe(c);
    }
    if (!this.unicode && chance(8)) return pick(['-', '\\c1', '\\cJ', '\\7', '\\w-a', 'a-\\d', '\\c', '-a']);
    return safe(c);
  }
  set(depth) {
    const operand = () => {
      if (depth < 2 && chance(30)) return this.set(depth + 1);
      if (chance(15)) return '\\q{' + Array.from({length: 1 + random(3)}, () => this.word()).join('|') + '}';
      if (chance(15)) return '\\p{' + pick(chance(70) ? properties : stringProperties) + '}';
      return this.classItem();
    };
    const operation = this.folded ? '' : pick(['', '', '', '&&', '--']);
    const items = Array.from({length: 1 + random(3)}, operand);
    return (chance(20) && !this.folded ? '[^' : '[') + items.join(operation) + ']';
  }
  word() {
    return Array.from({length: random(4)}, () => pick(['a', 'b', 'A', 'k', 's', '\u017f', '\u{1f600}', '1', '\ufe0f\u20e3'])).join('');
  }
  class() {
    if (this.sets) return this.set(0);
    return (chance(25) ? '[^' : '[') + Array.from({length: random(5)}, () => this.classItem()).join('') + ']';
  }
  quantifier() {
    const text = pick(['*', '+', '?', '*', '+', '{2}', '{1,2}', '{0,1}', '{2,}', '{0}', '{0,3}', '{3,1}']);
    return (text === '{3,1}' && !chance(5) ? '*' : text) + (chance(30) ? '?' : '');
  }
  atom(depth) {
    this.left--;
    const kind = random(100);
    if (kind < 45 || this.left < 0) return this.literal();
    if (kind < 58) return this.escape();
    if (kind < 70) return this.class();
    if (kind < 74) return pick(['^', '$', '\\b', '\\B', '^', '$']);
    if (kind < 78) return this.groups > 0 || chance(20) ? '\\' + (1 + random(3)) : this.literal();
    if (kind < 80 && this.names > 0) return `\\k<n${random(this.names)}>`;
    if (depth >= 4) return this.literal();
    const inside = () => this.disjunction(depth + 1);
    if (kind < 84) return `(?:${inside()})`;
    if (kind < 92) return this.groups++, `(${inside()})`;
    if (kind < 94) return this.groups++, `(?<n${this.names++}>${inside()})`;
    return `(?${pick(['=', '!', '<=', '<!', '<=', '<!'])}${inside()})`;
  }
  term(depth) {
    const atom = this.atom(depth);
    if (!chance(35)) return atom;
    if (/^(\^|\$|\\[bB]|\(\?<[=!].*|\(\?[=!].*)$/s.test(atom) && (this.unicode || !/^\(\?[=!]/.test(atom)) && !chance(3)) return atom;
    return atom + this.quantifier();
  }
  alternative(depth) {
    return Array.from({length: random(depth === 0 ? 6 : 4)}, () => this.term(depth)).join('');
  }
  disjunction(depth) {
    return Array.from({length: chance(25) ? 2 + random(2) : 1}, () => this.alternative(depth)).join('|');
  }
}

function makeCase() {
  const flags = ['', 'i', 'm', 's', 'y', 'd', 'g'].filter((flag) => chance(flag === 'i' ? 40 : 15)).join('') + pick(['', '', 'u', 'v']);
  const pattern = new Pattern(flags).disjunction(0);
  const text = Array.from({length: random(14)}, () => character()).join('');
  return {flags, pattern, text, lastIndex: chance(80) ? 0 : random(4)};
}

function answerOfNode({flags, pattern, text, lastIndex}) {
  let expression;
  try {
    expression = new RegExp(pattern, flags.replace('d', '').replace('g', '') + 'd' + (flags.includes('y') ? '' : 'g'));
  } catch (error) {
    return 'E';
  }
  expression.lastIndex = lastIndex;
  const match = lastIndex > text.length ? null : expression.exec(text);
  if (match === null) return 'N';
  return match.indices.map((each) => (each === undefined ? '-;' : `${each[0]},${each[1]};`)).join('');
}

// Node.js 20 may find an empty match in the middle of a pair, where the specification never looks.
function beginsInPair({flags, text}, answer) {
  const at = Number.parseInt(answer, 10);
  return /[uv]/.test(flags) && /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(at - 1, at + 1));
}

const hex = (text) => Array.from({length: text.length}, (_, i) => text.charCodeAt(i).toString(16).padStart(4, '0')).join('');
let different = 0, matched = 0, wrong = 0;
for (let done = 0; done < count;) {
  const cases = Array.from({length: Math.min(5000, count - done)}, makeCase).map((each) => ({...each, lastIndex: Math.min(each.lastIndex, each.text.length)}));
  done += cases.length;
  const input = cases.map((each) => [each.flags, hex(each.pattern), hex(each.text), each.lastIndex].join('\t') + '\n').join('');
  const {stdout, status, signal} = spawnSync(program, {input, encoding: 'utf8', maxBuffer: 1 << 28});
  const answers = stdout.split('\n');
  if (status !== 0) console.log(`ended with ${signal ?? status} after ${answers.length - 1} cases, at ${JSON.stringify(cases[answers.length - 1])}`);
  cases.forEach((each, i) => {
    const expected = answerOfNode(each);
    if (expected === 'E') wrong++;
    else if (expected !== 'N') matched++;
    if (answers[i] === expected || beginsInPair(each, expected)) return;
    different++;
    if (different <= 40)
      console.log(`new RegExp(${JSON.stringify(each.pattern)}, '${each.flags}') on ${JSON.stringify(each.text)} from ${each.lastIndex}: Node.js ${expected}, ours ${answers[i]}`);
  });
}
console.log(`seed ${seed}: ${count} cases, ${matched} matches, ${wrong} syntax errors, ${different} differences`);
process.exitCode = different === 0 ? 0 : 1;
