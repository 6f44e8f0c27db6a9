// marked: what Markdown becomes, extensions, the lexer's tokens.
import { marked, Marked, Lexer, Parser, Renderer, TextRenderer, Tokenizer, walkTokens, lexer, parser } from 'marked';

const samples = {
  headings: '# One\n\n## Two ##\n### Three {#x}\nFour\n====\nFive\n----\n####### no\n#nor\n',
  emphasis: '*a* **b** ***c*** _d_ __e__ a*b*c a_b_c ~~gone~~ **bold *both* bold** \\*no\\* *a **b* c** `*code*` **a**b',
  lists: '- a\n- b\n  - c\n    1. d\n    2. e\n- f\n\n3. three\n4. four\n\n   para\n\n   ```js\n   code\n   ```\n* [x] done\n* [ ] open\n+ other\n',
  loose: '1) a\n\n2) b\n\n\n- x\n\n  y\n- z\n',
  quotes: '> quote\n> > nested\nlazy\n\n> - list\n> - in it\n>\n> # head\n',
  code: '    indented\n\n\ttab\n\n```js title\nlet a = "<b>" && `x`;\n```\n\n~~~\ntildes\n~~~\n\n`` a ` b `` ` `` `\n',
  links: '[a](http://x.y "title") [b][ref] [ref] [c](<a b> \'t\') ![img](i.png "pic") <http://auto.link> <me@x.y> https://bare.link/a_b_c www.x.y [no]( [d](a(b)c)\n\n[ref]: /url "Ref & title"\n[unused]: <x>\n',
  tables: '| a | b | c |\n|:--|:-:|--:|\n| 1 | **2** | 3 |\n| x \\| y | `z|` |\n\na | b\n--|--\n1 | 2 | 3\n',
  html: '<div class="x">\n*not*\n</div>\n\n<p>a</p> text\n\ninline <b>*yes*</b> <!-- c --> &amp; &copy; &#35; & < >\n\n<script>\nif (a < b) {}\n</script>\n',
  rules: '---\n***\n_ _ _\na\n- - -\n',
  breaks: 'a  \nb\\\nc\nd\n\n\n\ne',
  unicode: '# Grüße 🦊\n\n**日本語**テスト *«ça»* — “quotes” … \u00a0x\n',
  awkward: '**a*b**c* [[x]](y) ![[a](b)](c) `` ` `` *a `*` b* <a href="`">`\n\n1. a\n 1. b\n  1. c\n\n>\n\n[x]: \n',
};
for (const [name, text] of Object.entries(samples)) {
  console.log('-- ' + name);
  console.log(marked.parse(text));
}
console.log(marked.parse(samples.breaks, { breaks: true }), marked.parse(samples.links, { gfm: false }), marked.parse('a_b_ <b>', { pedantic: true }));
console.log(marked.parseInline('# not a heading, **but** bold [x](y)'));
console.log(JSON.stringify(marked.lexer('# A *b*\n\n- [x] c\n- d\n\n| e |\n|---|\n| f |\n')));

const own = new Marked({ gfm: true });
own.use({
  renderer: {
    heading({ tokens, depth }) { const text = this.parser.parseInline(tokens); return `<h${depth} id="${text.toLowerCase().replace(/[^\w]+/g, '-')}">${text}</h${depth}>\n`; },
    link({ href, title, tokens }) { return `<a rel="nofollow" href="${href}"${title ? ` title="${title}"` : ''}>${this.parser.parseInline(tokens)}</a>`; },
    code({ text, lang, escaped }) { return `<pre data-lang="${lang || ''}">${escaped ? text : text.length}</pre>\n`; },
    image: () => false,
  },
  tokenizer: { codespan(src) { const match = /^\$+([^$\n]+)\$+/.exec(src); return match ? { type: 'codespan', raw: match[0], text: match[1].trim() } : false; } },
  walkTokens(token) { if (token.type === 'heading') token.depth += 1; },
  hooks: { preprocess: (text) => text.replace(/^---\n[^]*?\n---\n/, ''), postprocess: (html) => '<main>' + html + '</main>' },
  extensions: [
    { name: 'note', level: 'block', start: (src) => src.match(/^:::/m)?.index, tokenizer(src) { const m = /^:::(\w+)\n([^]*?)\n:::(?:\n|$)/.exec(src); if (m) { const token = { type: 'note', raw: m[0], kind: m[1], tokens: [] }; this.lexer.blockTokens(m[2], token.tokens); return token; } }, renderer(token) { return `<aside class="${token.kind}">${this.parser.parse(token.tokens)}</aside>\n`; } },
    { name: 'mention', level: 'inline', start: (src) => src.indexOf('@'), tokenizer(src) { const m = /^@(\w+)/.exec(src); if (m) return { type: 'mention', raw: m[0], user: m[1] }; }, renderer: (token) => `<span>@${token.user}</span>` },
  ],
});
console.log(own.parse('---\ntitle: x\n---\n# Hello *you* & me\n\n:::warn\n- careful @ada\n:::\n\n[x](y "z") $math$ ![i](j)\n\n```js\nlet x\n```\n'));
const seen = {};
const tokens = lexer(Object.values(samples).join('\n\n'));
walkTokens(tokens, (token) => { seen[token.type] = (seen[token.type] || 0) + 1; });
console.log(seen);
console.log(parser(tokens).length, Parser.parse(Lexer.lex('*x*')), Lexer.lexInline('a **b**').map((t) => t.type).join(), new Renderer().hr({}).trim(), new TextRenderer().strong({ text: 'plain' }), typeof new Tokenizer().heading);
const document = Object.values(samples).join('\n\n').repeat(60);
const html = marked.parse(document);
let h = 0;
for (let i = 0; i < html.length; i++) h = (Math.imul(h, 31) + html.charCodeAt(i)) | 0;
console.log(document.length, html.length, h);
console.log(await marked.parse('*async*', { async: true }));
const asynchronous = new Marked({ async: true, async walkTokens(token) { if (token.type === 'text') token.text = await Promise.resolve(token.text.toUpperCase()); } });
console.log(await asynchronous.parse('hello **there**'));
for (const bad of [undefined, null, 5]) {
  try { marked.parse(bad); } catch (error) { console.log(error.message.split('\n')[0]); }
}
console.log(marked.parse('**' .repeat(2000)).length, marked.parse('['.repeat(500)).length, marked.parse('> '.repeat(100) + 'deep').length);
