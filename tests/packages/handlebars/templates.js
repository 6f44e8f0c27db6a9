// Handlebars: compile, precompile and run, helpers, partials, the tree.
const Handlebars = require('handlebars');
const runtime = require('handlebars/runtime');

const show = (label, value) => console.log(label + ':', value);
show('version', Handlebars.VERSION + ' ' + Handlebars.COMPILER_REVISION);
const data = {title: 'List & <more>', people: [{first: 'Yehuda', last: 'Katz', tags: ['js', 'rust']}, {first: 'Alan', last: 'Johnson', tags: []}], nested: {a: {b: {c: 'deep'}}}, html: '<b>x</b>', yes: true, no: false, zero: 0, empty: [], 'odd key': 1, fn() { return 'called ' + this.title.length; }};
const render = (text, options, more) => Handlebars.compile(text, options)(data, more);
for (const text of [
  '<h1>{{title}}</h1>{{{html}}}{{&html}}', '{{#each people}}{{@index}}/{{@key}}{{#if @first}}^{{/if}}{{#unless @last}},{{/unless}} {{first}} {{last}}: {{#each tags}}{{this}}{{@../index}} {{else}}none{{/each}}\n{{/each}}',
  '{{#with nested.a as |x|}}{{x.b.c}}{{b.c}}{{../title}}{{/with}}', '{{nested.a.b.c}} {{nested/a/b/c}} {{nested.[a].b.[c]}} {{[odd key]}} {{missing.path.x}}', '{{#if yes}}y{{else if no}}n{{else}}?{{/if}}{{#if zero}}0{{else}}-{{/if}}{{#if zero includeZero=true}}0{{/if}}{{#if empty}}e{{else}}none{{/if}}',
  '{{#each nested}}{{@key}}={{b.c}}{{/each}}', 'a  {{~yes~}}  b {{{{raw}}}} {{not parsed}} {{{{/raw}}}}', '{{! comment }}{{!-- {{x}} --}}\\{{escaped}} \\\\{{yes}}', '{{fn}} {{lookup people 0}} {{lookup (lookup people 1) "first"}}', '{{#people}}{{first}};{{/people}}{{^empty}}nobody{{/empty}}{{#no}}x{{/no}}',
  '{{#each people as |person i|}}{{i}}:{{person.first}}{{#each person.tags as |tag|}}[{{tag}}-{{person.last}}-{{i}}]{{/each}} {{/each}}', '{{@root.title}} {{this.zero}} {{./yes}}', "{{log 'logged' level='debug'}}",
]) {
  Handlebars.registerHelper('raw', function (options) { return options.fn(); });
  show(text.replace(/\n/g, '\\n'), render(text));
}
Handlebars.registerHelper({
  loud: (text) => String(text).toUpperCase(),
  link: (text, url, options) => new Handlebars.SafeString('<a href="' + Handlebars.escapeExpression(url) + '"' + Object.keys(options.hash).sort().map((k) => ' ' + k + '="' + options.hash[k] + '"').join('') + '>' + Handlebars.escapeExpression(text) + '</a>'),
  list(items, options) { const frame = Handlebars.createFrame(options.data); return '<ul>' + items.map((item, i) => { frame.n = i + 1; return '<li>' + options.fn(item, {data: frame, blockParams: [item, i]}) + '</li>'; }).join('') + '</ul>' + options.inverse(this); },
  add: (...all) => all.slice(0, -1).reduce((a, b) => a + b, 0),
  kind: (...all) => all.slice(0, -1).map((v) => (v === null ? 'null' : typeof v)).join(),
  helperMissing: function (...all) { const options = all.pop(); return 'no ' + options.name + '(' + all.join() + ')'; },
});
show('helpers', render('{{loud title}} {{{loud title}}} {{link "a<b" "x?a&b" class="c" id=zero}} {{#list people}}{{@n}} {{first}}{{else}}|{{title}}{{/list}} {{add 1 2 (add 3 4)}} {{kind 1 "s" true null undefined people -1.5}} {{unknown 1 "x"}}'));
Handlebars.registerPartial('person', '{{first}} {{last}}{{#if extra}} ({{extra}}){{/if}}\n');
Handlebars.registerPartial('layout', '<body>{{> @partial-block }}</body>');
Handlebars.registerPartial('tree', '<{{name}}>{{#each children}}{{> tree}}{{/each}}</{{name}}>');
show('partials', render('{{#each people}}\n  {{> person extra=@index}}\n{{/each}}{{#> layout}}in {{title}}{{/layout}}{{#> absent}}fallback{{/absent}}', {}, {}).trim().length);
show('partials', Handlebars.compile('{{> tree}}{{> (loudname)}}{{> person this first="given"}}')({name: 'a', children: [{name: 'b', children: [{name: 'c'}]}, {name: 'd'}], last: 'z'}, {helpers: {loudname: () => 'person'}}));
show('inline', render('{{#*inline "row"}}<{{this}}>{{/inline}}{{#each people.[0].tags}}{{> row}}{{/each}}'));
Handlebars.registerDecorator('stamp', (program, props, container, context) => { props.stamped = context.args[0]; return program; });
show('decorator', render('{{* stamp "x"}}{{title}}'));
show('options', [render('{{html}}', {noEscape: true}), render('{{#each people}}{{title}}{{/each}}', {compat: true}), render('{{first}}x', {assumeObjects: true}), render('{{yes}}', {knownHelpersOnly: true, knownHelpers: {}}), render('\n  {{#if yes}}\n x\n  {{/if}}\n', {preventIndent: true})].map((s) => JSON.stringify(s)).join(' '));
for (const bad of ['{{#if}}', '{{#if x}}', '{{foo bar', '{{/if}}', '{{#each x}}{{/if}}', '{{> missing}}', '{{a..b}}', '{{"x" y}}{{', '{{x.constructor.name}}']) {
  try { show(bad, render(bad)); } catch (error) { show(bad, error.name + ' ' + error.message.split('\n').join('\\n')); }
}
try { render('{{title}}{{nope}}', {strict: true}); } catch (error) { show('strict', error.message + ' ' + error.lineNumber + ':' + error.column); }
for (const name of ['constructor', '__proto__', '__defineGetter__']) show(name, JSON.stringify(Handlebars.compile('{{lookup this "' + name + '"}}{{' + name + '.name}}')({}, {allowProtoPropertiesByDefault: false, allowedProtoMethods: {constructor: false}})));

// Precompiled text, run by the runtime alone.
const text = Handlebars.precompile('{{#each people}}{{first}}{{#if ../yes}}!{{/if}} {{/each}}{{shout title}}');
const spec = new Function('return ' + text)();
runtime.registerHelper('shout', (s) => s.toUpperCase());
show('precompiled', runtime.template(spec)(data) + ' ' + typeof spec.main + ' ' + spec.compiler[0] + ' ' + text.length);
let h = 0;
for (const c of text) h = (Math.imul(h, 31) + c.codePointAt(0)) | 0;
show('its digest', h);
const isolated = Handlebars.create();
show('isolated', [isolated.helpers.loud === undefined, isolated.compile('{{#each this}}{{.}}{{/each}}')([1, 2])].join());

const tree = Handlebars.parse('a {{#if (eq x 1) y="z" as |p|}}{{p.q}}{{else}}{{> part this k=v}}{{/if}} {{{../raw}}}');
show('tree', JSON.stringify(tree, (key, value) => (key === 'loc' ? undefined : value)));
show('locations', JSON.stringify(tree.body[1].loc));
class Names extends Handlebars.Visitor { constructor() { super(); this.names = []; } PathExpression(path) { this.names.push(path.original); } }
const names = new Names();
names.accept(tree);
show('visitor', names.names.join());
show('print', Handlebars.Compiler ? Object.keys(Handlebars.AST.helpers).sort().join() : '');
const rows = Handlebars.compile('{{#each rows}}<tr>{{#each this}}<td class="{{@../index}}-{{@index}}">{{.}}</td>{{/each}}</tr>{{/each}}');
const html = rows({rows: Array.from({length: 300}, (_, i) => Array.from({length: 10}, (_, j) => '<' + i * j + '>'))});
show('rows', html.length + ' ' + html.slice(-60));
