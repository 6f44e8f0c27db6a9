// Sources are read before targets are written, one after the other.
const log = [];
const source = {
  get a() { log.push('get a'); return undefined; },
  get b() { log.push('get b'); return 1; },
};
const target = {
  set x(v) { log.push('set x ' + v); },
  set y(v) { log.push('set y ' + v); },
};
const at = (name) => (log.push('target ' + name), target);
({ a: at('x').x = (log.push('default'), 'd'), b: at('y').y } = source);
console.log(log.join('\n'));
log.length = 0;
[at('x').x, at('y').y] = { *[Symbol.iterator]() { log.push('1'); yield 1; log.push('2'); yield 2; log.push('end'); } };
log;
