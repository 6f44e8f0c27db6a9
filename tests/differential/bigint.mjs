// Random expressions of BigInts, evaluated by Node.js and by isobox; prints where they differ. A tool for people:
//
//   node bigint.mjs ISOBOX CASES [SEED]
//
// ISOBOX is the command line program. Sizes lie on both sides of each algorithm's threshold, digits are often all ones or
// all zeros.
import {spawnSync} from 'node:child_process';

const [program, countText, seedText] = process.argv.slice(2);
const count = Number(countText);
const seed = seedText === undefined ? Date.now() >>> 0 : Number(seedText);
const batch = 400;  // expressions of one program

let state = seed >>> 0;
function random(below) {  // mulberry32
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % below;
}
const pick = (list) => list[random(list.length)];

function integer() {
  const digits = pick([0, 1, 1, 2, 4, 8, 9, 16, 17, 33, 65, 255, 256, 300, 520, 1100]);
  let text = '';
  while (text.length < digits) text += pick(['f'.repeat(8), '0'.repeat(8), '8'.padEnd(8, '0'), random(2 ** 32).toString(16)]);
  return pick(['', '', '-']) + '0x0' + text.slice(0, digits) + 'n';
}
const small = () => pick(['', '-']) + random(200) + 'n';
const number = () => pick(['0', '-0', '1', '1.5', '-1.5', '2**53', '2**53+2', '-(2**63)', '1e21', '1e300', 'Infinity', '-Infinity', 'NaN', String(random(1000))]);
const text = () => JSON.stringify(pick(['', ' ', '1', '-1', '+2', '0x1f', '0b11', '0o17', '1.5', '1n', '-0x1', '9'.repeat(40), ' 12\n', 'Infinity', '1e3', '00012']));
const any = () => pick([integer, integer, small, number, text, () => pick(['true', 'false', 'null', 'undefined', 'Object(3n)', '[5n]', '{}'])])();
const parenthesized = (value) => '(' + value + ')';

function expression() {
  const x = parenthesized(integer());
  switch (random(12)) {
    case 0: case 1: return x + pick(['+', '-', '*', '*', '/', '/', '%', '%', '&', '|', '^']) + parenthesized(integer());
    case 2: return x + pick(['<<', '>>']) + parenthesized(small());
    case 3: return parenthesized(small()) + '**' + parenthesized(String(random(60)) + 'n');
    case 4: return x + '.toString(' + (2 + random(35)) + ')';
    case 5: return 'BigInt(' + x + '.toString())===' + x;
    case 6: return pick(['BigInt.asIntN', 'BigInt.asUintN']) + '(' + random(pick([4, 70, 600])) + ',' + x + ')';
    case 7: return 'Number(' + x + ')';
    case 8: return 'BigInt(' + parenthesized(any()) + ')';
    case 9: return parenthesized(any()) + pick(['<', '>', '<=', '>=', '==', '!=', '===', '!==']) + parenthesized(any());
    case 10: return parenthesized(any()) + pick(['+', '-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>']) + parenthesized(any());
    default: return pick(['-', '~', '!', 'typeof ', '+', '0n+', '""+']) + x;
  }
}

const evaluate = (source) => {
  const attempt = '(() => { try { const v = ' + source + '; return typeof v + " " + String(v); } catch (e) { return e.name; } })';
  return attempt;
};

let differences = 0;
for (let done = 0; done < count; done += batch) {
  const expressions = Array.from({length: Math.min(batch, count - done)}, expression)
      // A power of a number is another matter, and what is too large for us is not for Node.js.
      .filter((source) => !/\*\*\(?(-?0x|\d{4})/.test(source));
  const source = expressions.map((e) => `console.log(${evaluate(e)}())`).join('\n');
  const run = spawnSync(program, ['run', '-', '--timeout', '20s'], {input: source, encoding: 'utf8', maxBuffer: 1 << 28});
  const theirs = run.stdout.split('\n');
  expressions.forEach((e, i) => {
    const ours = String((0, eval)(evaluate(e))());
    if (ours === theirs[i] || differences++ >= 20) return;
    console.log(`${e}\n  node   ${ours.slice(0, 200)}\n  isobox ${String(theirs[i]).slice(0, 200)}`);
  });
  if (run.status !== 0) {
    console.log(run.stderr);
    differences++;
    break;
  }
}
console.log(`${count} expressions, seed ${seed}: ${differences} differences`);
process.exit(differences === 0 ? 0 : 1);
