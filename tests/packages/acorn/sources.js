// acorn over the text of functions of large packages: lodash whole, and what handlebars, ajv, moment and immutable export. Their trees are
// compared by a digest of every node's kind, place and name.
const acorn = require('acorn');
const lodash = require('lodash');
const packages = {ajv: require('ajv'), handlebars: require('handlebars'), immutable: require('immutable'), moment: require('moment'), marked: require('marked')};

let h = 0;
const add = (value) => {
  const text = String(value);
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
};
function walk(node) {
  let count = 1;
  add(node.type);
  add(node.start);
  add(node.end);
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (key === 'type' || key === 'start' || key === 'end') continue;
    if (Array.isArray(value)) { for (const each of value) if (each) count += walk(each); }
    else if (value && typeof value === 'object' && typeof value.type === 'string') count += walk(value);
    else if (!(value instanceof RegExp) && (value === null || typeof value !== 'object')) add(key + value);
  }
  return count;
}
function report(name, text) {
  h = 0x811c9dc5 | 0;
  const comments = [];
  const tree = acorn.parse(text, {ecmaVersion: 2022, onComment: comments});
  console.log(name, text.length, walk(tree), comments.length, (h >>> 0).toString(16));
}
report('lodash', 'var lodash = ' + lodash.runInContext.toString());
for (const [name, exported] of Object.entries(packages)) {
  const texts = new Set();
  const collect = (value, depth) => {
    if (typeof value === 'function') texts.add(Function.prototype.toString.call(value));
    if (depth === 0 || !value || (typeof value !== 'function' && typeof value !== 'object')) return;
    for (const key of Object.getOwnPropertyNames(value).sort()) {
      const d = Object.getOwnPropertyDescriptor(value, key);
      if ('value' in d) collect(d.value, depth - 1);
    }
  };
  collect(exported, 3);
  // Methods have no name of their own in an expression, so each stands in an object or a class.
  let taken = 0;
  const parts = [];
  for (const text of [...texts].sort()) {
    if (text.includes('[native code]')) continue;
    parts.push(/^(function|class|async function|\(|async \()/.test(text) ? '(' + text + ')' : '({' + text + '})');
    taken++;
  }
  console.log(taken);
  report(name, parts.join(';\n'));
}
