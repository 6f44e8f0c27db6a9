// acorn over programs of its own and over the sources of packages; whole trees are compared by a digest.
import * as acorn from 'acorn';

const sources = {
  modern: 'class A extends B { #p = 1; static { this.x ??= 2n ** 3n; } get [k]() { return #p in this; } async *gen() { yield* await x?.y?.(z) } }\nfor await (const {a, ...rest} of it) label: while (1) { continue label; }',
  module: 'import d, * as ns from "m" with {type: "json"}; import {"string name" as s, default as e} from "n"; export * as all from "o"; export default async () => import.meta.url; export {s as "other name"}; await import("x");',
  regexps: 'let r = [/[/]\\/(?<year>\\d{4})/u, /\\p{Script=Greek}/giu, /(?<=a)b/s, a / b / c, /[\\p{L}--[a-z]]/v];',
  asi: 'a\n++b\nreturn\n',
  templates: 'tag`a${1}\\u{1F98A}${`nested ${x}`}`; `line\r\nbreak`; String.raw`\\unicode`',
  unicode: 'var ünïcode = "🦊", \\u{61}bc, 变量 = 1; // \u2028 after',
  numbers: '[0b101, 0o17, 0x1F, 1_000.5e-3, .5, 1e1000, 017, 089]',
};
const errors = ['let let = 1', 'x = {a: 1, a b}', '"use strict"; with (a) b', 'class A { constructor() {} constructor() {} }', 'for (let x of a, b) ;', '({a = 1})', 'break', 'await 1', '/(?<n>a)(?<n>b)/', 'let a; var a', 'function f(a, a) { "use strict" }', 'async () => { await = 1 }', '`${', '"\n"', 'a?.b = 1', 'new.target', 'yield => 1; function* g() { yield = 1 }', '\\u0', '1_', '@x'];

// FNV-1a over the text of what a function says of every node, in order.
function digest(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}
const plain = (key, value) => (typeof value === 'bigint' ? String(value) + 'n' : value instanceof RegExp ? String(value) : value);

console.log(acorn.version, Object.keys(acorn).sort().join(' '));
for (const [name, text] of Object.entries(sources)) {
  if (name === 'modern' || name === 'asi') continue;
  const tree = acorn.parse(text, {ecmaVersion: 'latest', sourceType: name === 'module' ? 'module' : 'script', locations: true});
  console.log(name, digest(JSON.stringify(tree, plain)), tree.body.map((node) => node.type + '@' + node.loc.start.line + ':' + node.loc.start.column).join(' '));
}
console.log(JSON.stringify(acorn.parse('const {a = 1, b: [c]} = d?.e ?? f;', {ecmaVersion: 2020, ranges: true})));
for (const text of errors) {
  try {
    acorn.parse(text, {ecmaVersion: 2024});
    console.log('parsed', text);
  } catch (error) { console.log(error.name, error.message, error.pos, JSON.stringify(error.loc), error.raisedAt); }
}
for (const ecmaVersion of [3, 5, 6, 2017, 2022]) {
  const parsed = ['var x = {get a() {}}', 'let x = () => 1', 'async function f() {}', 'class A { #x }', 'a ?? b', 'var \\u0061'].map((text) => {
    try { return acorn.parse(text, {ecmaVersion}).body[0].type; } catch (error) { return error.message; }
  });
  console.log(ecmaVersion, parsed.join(' | '));
}

const comments = [], tokens = [], semicolons = [], commas = [];
acorn.parse('#!/usr/bin/env node\n/* a */ var x = 1 // b\n<!-- html\ny = [1,2,]\n', {ecmaVersion: 2020, onComment: comments, onToken: tokens, onInsertedSemicolon: (at) => semicolons.push(at), onTrailingComma: (at) => commas.push(at), allowHashBang: true});
console.log(comments.map((c) => c.type + ':' + c.value).join('|'), tokens.map((t) => t.type.label + (t.value === undefined ? '' : '=' + t.value)).join(' '), semicolons, commas);
console.log([...acorn.tokenizer('a => `b${c}d` / /e/g', {ecmaVersion: 2020})].map((t) => t.type.label).join(' '));
console.log(acorn.parseExpressionAt('  1 + 2; rest', 2, {ecmaVersion: 2020}).end, acorn.getLineInfo('a\nbc\r\nd', 6), acorn.isIdentifierStart(0x2118), acorn.isIdentifierChar(0x30), acorn.isNewLine(0x2029));
console.log(acorn.tokTypes.plus === acorn.tokTypes.plusMin, acorn.tokTypes.arrow.label, acorn.lineBreak.source, acorn.Parser.acorn === acorn);

// A plugin, as its documentation has it.
const spaceless = acorn.Parser.extend((Parser) => class extends Parser {
  readToken(code) {
    if (code === 0x40) { this.pos++; return this.finishToken(acorn.tokTypes.string, 'at'); }
    return super.readToken(code);
  }
  static get pluginName() { return 'at'; }
});
console.log(spaceless.parse('f(@, 1)', {ecmaVersion: 2020}).expression === undefined, spaceless.parse('f(@, 1)', {ecmaVersion: 2020}).body[0].expression.arguments[0].value, spaceless.pluginName);

// Every node of a tree: kinds and names.
const counts = new Map();
(function walk(node) {
  if (Array.isArray(node)) return node.forEach(walk);
  if (!node || typeof node.type !== 'string') return;
  counts.set(node.type, (counts.get(node.type) || 0) + 1);
  for (const key in node) if (key !== 'type') walk(node[key]);
})(acorn.parse(acorn.parse.toString() + acorn.Parser.toString().replace(/^/, 'var P = '), {ecmaVersion: 2022}));
console.log([...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([type, n]) => type + ' ' + n).join(', '));
