// Evaluation, application and initialisers, in their order.
const log = [];
function d(name) {
  log.push(`eval ${name}`);
  return (value, context) => {
    log.push(`apply ${name}`);
    context.addInitializer(function () { log.push(`extra ${name}`); });
    if (context.kind === 'field') return v => (log.push(`init ${name}`), v);
    if (context.kind === 'accessor') return { init: v => (log.push(`init ${name}`), v) };
  };
}
const key = k => (log.push(`key ${k}`), k);
@d('class 1') @d('class 2')
class C extends (log.push('heritage'), Object) {
  @d('field 1') @d('field 2') [key('field')] = log.push('value field');
  @d('method 1') @d('method 2') [key('method')]() {}
  @d('getter') get [key('getter')]() { return 1; }
  @d('setter') set [key('setter')](v) {}
  @d('accessor 1') @d('accessor 2') accessor [key('accessor')] = log.push('value accessor');
  plain = log.push('value plain');
  static { log.push('static block'); }
  @d('static field') static [key('static field')] = log.push('value static field');
  @d('static method') static [key('static method')]() {}
  @d('static accessor') static accessor [key('static accessor')] = log.push('value static accessor');
  @d('static getter') static get [key('static getter')]() { return 1; }
  constructor() { log.push('before super'); super(); log.push('after super'); }
}
log.push('-- new');
new C();
console.log(log.join('\n'));
