// Numbers and texts of numbers, in Node.js and in a jailed runner; prints where they differ. A tool for people:
//
//   node numbers.mjs ISOBOX CASES [SEED]
//
// ISOBOX is the command-line program.
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

const [isobox, countText, seedText] = process.argv.slice(2);
const blocks = Math.ceil(Number(countText) / 1000);
const seed = seedText === undefined ? Date.now() >>> 0 : Number(seedText);
const program = fileURLToPath(new URL('number_cases.js', import.meta.url));
const kAtOnce = 20;
const kShown = 10;

function lines(command, before, args) {
  const ran = spawnSync(command, [...before, ...args.map(String)], {encoding: 'utf8', maxBuffer: 64 << 20});
  if (ran.status !== 0) throw new Error(`${command}: ${ran.stderr || ran.error}`);
  return ran.stdout.split('\n').filter(Boolean);
}
const theirs = (...args) => lines(process.execPath, [program], args);
const ours = (...args) => lines(isobox, ['run', '--timeout', '5min', '--cpu', '5min', program, '--'], args);

let differences = 0;
for (let first = 0; first < blocks; first += kAtOnce) {
  const count = Math.min(kAtOnce, blocks - first);
  const expected = theirs(seed, first, count), got = ours(seed, first, count);
  if (expected.length !== count || got.length !== count) throw new Error('a block without an answer');
  for (let i = 0; i < count; i++) {
    if (expected[i] === got[i]) continue;
    const whole = theirs(seed, first + i, 1, 'verbose'), mine = ours(seed, first + i, 1, 'verbose');
    for (let k = 0; k < whole.length; k++) {
      if (whole[k] === mine[k]) continue;
      if (++differences <= kShown) console.log(`Node.js: ${whole[k]}\nIsoBox:  ${mine[k]}\n`);
    }
  }
}
console.log(`${blocks * 1000} cases, seed ${seed}: ${differences} differences`);
process.exit(differences === 0 ? 0 : 1);
