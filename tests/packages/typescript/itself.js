// Memory: 256 MiB
// The compiler's own functions, some megabytes of JavaScript by their text, parsed by acorn and by the compiler itself, and transpiled by it.
const acorn = require('acorn');
const ts = require('typescript');

let h = 0;
const add = (value) => {
  const text = String(value);
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
};
const digest = () => (h >>> 0).toString(16);
const texts = Object.keys(ts).sort().map((name) => ts[name]).filter((value) => typeof value === 'function').map((value) => Function.prototype.toString.call(value));
console.log(texts.length, texts.reduce((sum, text) => sum + text.length, 0));

// Those that are neither tiny nor the checker, which is a fifth of the compiler in one function.
const chosen = texts.filter((text) => text.length > 400 && text.length < 60000).sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, 60);
const program = chosen.map((text) => '(' + text + ')').join(';\n');
console.log(chosen.length, program.length);

function walk(node) {
  let count = 1;
  add(node.type + node.start + ':' + node.end);
  for (const key in node) {
    const value = node[key];
    if (value === null || typeof value !== 'object') continue;
    if (Array.isArray(value)) { for (const each of value) if (each) count += walk(each); } else if (typeof value.type === 'string') count += walk(value);
  }
  return count;
}
h = 0x811c9dc5 | 0;
console.log('acorn', walk(acorn.parse(program, {ecmaVersion: 2022})), digest());

h = 0x811c9dc5 | 0;
let nodes = 0;
(function visit(node) { nodes++; add(node.kind + ':' + node.pos + ':' + node.end); ts.forEachChild(node, visit); })(ts.createSourceFile('self.js', program, ts.ScriptTarget.ES2022));
console.log('typescript', nodes, digest());

h = 0x811c9dc5 | 0;
const made = ts.transpileModule(program.slice(0, 80000 + program.slice(80000).indexOf(';\n(')), {compilerOptions: {target: ts.ScriptTarget.ES5, allowJs: true}});
add(made.outputText);
console.log('transpiled', made.outputText.length, digest());
