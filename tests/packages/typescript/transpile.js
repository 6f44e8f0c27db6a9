// Memory: 256 MiB
// The compiler's own transpileModule over sources of several kinds; what comes out is compared by a digest, the small ones in full.
const ts = require('typescript');

function digest(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}
const sources = {
  types: 'export type A<T> = { [K in keyof T]?: T[K] extends infer U ? U : never };\nexport interface B extends A<{ x: number }> { readonly y?: string; (z: number): void }\nexport const c = <const T extends string>(t: T): T => t satisfies string as T;\ndeclare const d: unique symbol;\nexport abstract class E<T> implements B { declare q: string; constructor(private readonly p: number, public r?: T) { super(); } abstract f(): asserts this is E<T>; get v(): number { return this.p!; } }\n',
  enums: 'export enum Color { Red, Green = 1 << 2, Blue, Name = "name", Len = "abc".length }\nconst enum Inline { A = 5, B = A * 2 }\nconsole.log(Inline.B, Color[Color.Red]);\nnamespace N { export const a = 1; export namespace M { export function f() { return a; } } }\nimport alias = N.M;\nalias.f();\n',
  modules: 'import def, { type T, value as other } from "./m";\nimport type { U } from "./u";\nimport * as ns from "./n";\nexport * from "./n"; export { other, type T }; export default def;\nconst lazy = async () => (await import("./lazy")).default;\nimport fs = require("fs");\nexport = fs;\n',
  modern: 'class A { static #n = 0; #p?: number; static { A.#n++; } accessor x = 1; async *gen() { for await (const v of this.#it()) yield* v; } #it() { return [] as any; } has(o: object) { return #p in o; } }\nlet { a, ...rest } = obj, [b = 1, , ...more] = arr;\na ??= b?.c?.[d]?.(e) ?? f ** 2;\nlabel: for (const k of [...arr, ...more]) { if (k) continue label; }\nconst big = 1_000n, re = /(?<n>x)/dgu, t = tag`a${1}b`;\ntry { } catch { } finally { }\nusing res = open();\n',
  decorators: '@sealed @component({ name: "x" })\nclass P { @field() name: string = "a"; @log method(@inject("db") db: Db): void {} @memo get g() { return 1; } static @s st = 1; }\n',
  jsx: 'const App = ({ items }: { items: string[] }) => <><ul className="x" {...rest} data-a={1}>{items.map((i) => <li key={i}>{i} &amp; more</li>)}</ul><Foo.Bar render={() => <b/>} /></>;\n',
  async: 'export async function f(this: Window, ...args: number[]) { try { await Promise.all(args.map(async (x) => { await x; return arguments.length; })); } finally { await done(); } for (let i = 0; i < 3; i++) setTimeout(() => console.log(i)); }\nconst g = function* () { const x: number = yield 1; return x; };\n',
};
const {ES5, ES2015, ES2017, ES2020, ES2022, ESNext} = ts.ScriptTarget;
console.log(ts.version, ts.versionMajorMinor, Object.keys(ts).length > 1500);
for (const [name, text] of Object.entries(sources)) {
  const row = [];
  for (const [target, module] of [[ES5, 'CommonJS'], [ES2015, 'CommonJS'], [ES2017, 'ESNext'], [ES2020, 'AMD'], [ES2022, 'UMD'], [ESNext, 'System'], [ESNext, 'ESNext']]) {
    const out = ts.transpileModule(text, {compilerOptions: {target, module: ts.ModuleKind[module], jsx: ts.JsxEmit.React, experimentalDecorators: target < ES2020, emitDecoratorMetadata: target < ES2017, sourceMap: true}, reportDiagnostics: true, fileName: name === 'jsx' ? 'a.tsx' : 'a.ts'});
    row.push(digest(out.outputText) + '/' + digest(out.sourceMapText) + '/' + out.diagnostics.length);
  }
  console.log(name, row.join(' '));
}
console.log(ts.transpileModule(sources.enums, {compilerOptions: {target: ES5, module: ts.ModuleKind.CommonJS}}).outputText);
console.log(ts.transpileModule(sources.modern, {compilerOptions: {target: ES2017, module: ts.ModuleKind.CommonJS, newLine: ts.NewLineKind.LineFeed}}).outputText);
for (const bad of ['let x: = 1;', 'class { }', 'function f( { }', 'const a = "x\n";', 'enum E { 1 }', 'import { from "x";', 'let a = <T>(x) => x) ;']) {
  const {diagnostics} = ts.transpileModule(bad, {reportDiagnostics: true});
  console.log(bad.replace('\n', '\\n'), '->', diagnostics.map((d) => 'TS' + d.code + '@' + d.start + ' ' + ts.flattenDiagnosticMessageText(d.messageText, '\n')).join('; '));
}

// The tree, the scanner, a printer, a transformer of one's own.
const file = ts.createSourceFile('x.ts', Object.values(sources).join('\n'), ESNext, true);
const kinds = new Map();
(function visit(node) { const kind = ts.SyntaxKind[node.kind]; kinds.set(kind, (kinds.get(kind) || 0) + 1); ts.forEachChild(node, visit); })(file);
console.log([...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, n]) => kind + '=' + n).join(' '));
console.log(file.statements[0].getText().slice(0, 40), file.getLineAndCharacterOfPosition(300), file.parseDiagnostics.length);
const scanner = ts.createScanner(ESNext, true, ts.LanguageVariant.Standard, 'a?.b ?? `x${1}` /re/ >>>= 0x1f');
const tokens = [];
for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) tokens.push(ts.SyntaxKind[token]);
console.log(tokens.join(' '));
const {factory} = ts;
const made = factory.createFunctionDeclaration([factory.createModifier(ts.SyntaxKind.ExportKeyword)], undefined, 'fact', undefined, [factory.createParameterDeclaration(undefined, undefined, 'n', undefined, factory.createKeywordTypeNode(ts.SyntaxKind.NumberKeyword))], undefined,
  factory.createBlock([factory.createReturnStatement(factory.createConditionalExpression(factory.createLessThan(factory.createIdentifier('n'), factory.createNumericLiteral(2)), undefined, factory.createNumericLiteral(1), undefined, factory.createCallExpression(factory.createIdentifier('fact'), undefined, [factory.createSubtract(factory.createIdentifier('n'), factory.createNumericLiteral(1))])))], true));
console.log(ts.createPrinter({newLine: ts.NewLineKind.LineFeed}).printNode(ts.EmitHint.Unspecified, made, file));
const rename = (context) => (root) => ts.visitNode(root, function visit(node) { return ts.isIdentifier(node) && node.text === 'foo' ? factory.createIdentifier('bar') : ts.visitEachChild(node, visit, context); });
console.log(ts.transpileModule('const foo: number = foo + 1; // kept', {transformers: {before: [rename]}}).outputText.trim());
const {config, error} = ts.parseConfigFileTextToJson('tsconfig.json', '{ // c\n "compilerOptions": {"strict": true,}, }');
console.log(JSON.stringify(config), error === undefined, ts.getPreEmitDiagnostics.length);
