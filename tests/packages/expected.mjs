// What the programs of this folder print under Node.js, in UTC, written beside them. See scripts/packages.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const asked = process.argv.slice(2);
const folders = asked.length ? asked : fs.readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== 'mocks').map((entry) => entry.name);
// What stands in for modules that are not there; it is a mock in the jail.
const mocks = path.join(root, 'mocks');
// Where TypeScript becomes JavaScript: a place from which packages are found.
const made = path.join(root, 'node_modules', '.isobox');

/** The path of what Node.js can run. */
function runnable(program) {
  if (!program.endsWith('.ts')) return program;
  const ts = createRequire(import.meta.url)('typescript');
  const { outputText } = ts.transpileModule(fs.readFileSync(program, 'utf8'), { compilerOptions: { target: 'es2022', module: 'esnext' } });
  fs.mkdirSync(made, { recursive: true });
  const path_ = path.join(made, path.basename(program) + '.mjs');
  fs.writeFileSync(path_, outputText);
  return path_;
}

for (const folder of folders) {
  for (const name of fs.readdirSync(path.join(root, folder)).filter((name) => !name.endsWith('.out')).sort()) {
    const program = path.join(root, folder, name);
    const run = spawnSync(process.execPath, [runnable(program)], { env: { ...process.env, TZ: 'UTC', NODE_PATH: mocks, LANG: 'en_US.UTF-8', NO_COLOR: '1' }, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (run.status !== 0) {
      console.error(`${folder}/${name} ended with ${run.status ?? run.signal}:\n${run.stderr}`);
      process.exit(1);
    }
    fs.writeFileSync(program + '.out', run.stdout);
    console.log(`${folder}/${name}: ${run.stdout.split('\n').length - 1} lines`);
  }
}
fs.rmSync(made, { recursive: true, force: true });
