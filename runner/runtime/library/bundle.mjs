// Makes one ES5 text of the chosen modules of core-js. Runs at build time: node bundle.mjs CORE_JS_DIR OUTPUT.
//
// modules.txt lists what is taken. A file in overrides/ takes the place of core-js's internals/ file of that name; in it
// `@name` stands for an intrinsic of the runtime. The result is an expression: a function, to be called with the global
// object.
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join, normalize, relative} from 'node:path';
import {fileURLToPath} from 'node:url';

const [coreJs, output] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const numbers = new Map();  // path in core-js → number, in the order of first use
const texts = [];

function readModule(path) {
  const override = join(here, 'overrides', relative('internals', path));
  if (path.startsWith('internals/') && existsSync(override))
    return readFileSync(override, 'utf8').replace(/@(?=[a-z])/gi, '\x06');
  const text = readFileSync(join(coreJs, path), 'utf8');
  if (/[\x00-\x08]/.test(text)) throw new Error(`${path}: control characters`);
  return text;
}

function add(path) {
  if (numbers.has(path)) return numbers.get(path);
  const number = numbers.size;
  numbers.set(path, number);
  texts.push('');
  texts[number] = readModule(path)
      .replace(/^\s*\/\/.*\n/gm, '')
      .replace(/require\('([^']+)'\)/g, (_, name) => {
        const target = normalize(join(dirname(path), name));
        return `require(${add(target.endsWith('.js') ? target : target + '.js')})`;
      });
  return number;
}

const entries = readFileSync(join(here, 'modules.txt'), 'utf8')
    .split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean)
    .map((name) => add(`modules/${name}.js`));

const loader = `function require(number) {
  if (!made[number]) {
    made[number] = {exports: {}};
    modules[number].call(global, made[number], made[number].exports, require, global);
  }
  return made[number].exports;
}`;
const functions = texts.map((text) => `function (module, exports, require, global) {\n${text}}`);
writeFileSync(output, `(function () {
var global = this, made = [], modules = [${functions.join(',\n')}];
${loader}
${entries.map((number) => `require(${number});`).join('\n')}
})
`);
console.log(`${entries.length} modules, ${texts.length} files, ${functions.join().length} characters`);
