// `stack` is an own property of each error, as in V8: its text says what name and message were when it was first asked for.
const show = (...values) => console.log(...values.map((v) => typeof v === 'string' ? JSON.stringify(v) : JSON.stringify(v) ?? 'undefined'));
const head = (error) => String(error.stack).split('\n')[0];
const attributes = (object) => { const d = Object.getOwnPropertyDescriptor(object, 'stack'); return [typeof d.value, d.writable, d.enumerable, d.configurable]; };

const e = new Error('x', { cause: 1 });
show(Object.getOwnPropertyNames(e), attributes(e), Object.keys(e), 'stack' in Error.prototype);
show(Object.getOwnPropertyNames(new AggregateError([1], 'm')));
try { null.x; } catch (thrown) { show(Object.getOwnPropertyNames(thrown), thrown.stack.split('\n').length > 1); }

// The text stays.
e.message = 'changed';
show(head(e));
class Named extends Error { constructor(m) { super(m); this.name = 'Named'; } }
show(head(new Named('a')));
class Getter extends Error { get name() { return 'Gee'; } }
show(head(new Getter('a')));

// It is assigned, defined, frozen, deleted and inherited like any other.
e.stack = 'mine';
show(e.stack, attributes(e));
const heir = Object.create(new Error('parent'));
show(head(heir));
heir.stack = 1;
show(attributes(heir), heir.stack, head(Object.getPrototypeOf(heir)));
const frozen = Object.freeze(new Error('frozen'));
show(attributes(frozen), head(frozen));
(() => { 'use strict'; try { frozen.stack = 1; } catch (thrown) { show(thrown.name); } })();
const shown = Object.defineProperty(new Error('shown'), 'stack', { enumerable: true });
show(attributes(shown), Object.keys(shown), head(shown));
const gone = new Error('gone');
show(delete gone.stack, gone.stack);
class Field extends Error { stack = 5; }
show(new Field().stack);
const proxy = new Proxy(new Error('behind'), {});
show(head(proxy));
proxy.stack = 'through';
show(proxy.stack, Reflect.ownKeys(proxy));

// Only errors have one.
function Old(message) { this.message = message; }
Old.prototype = Object.create(Error.prototype);
show(typeof new Old('a').stack);

// Error.captureStackTrace
const plain = { name: 'N', message: 'q' };
function outer() { inner(); }
function inner() { Error.captureStackTrace(plain, inner); }
outer();
show(head(plain), plain.stack.split('\n')[1].includes('at outer'), Object.keys(plain), attributes(plain));
for (const refused of [1, undefined, Object.freeze({})])
  try { Error.captureStackTrace(refused); } catch (thrown) { show(thrown.name); }

// Error.stackTraceLimit
const lines = () => (function a() { return (function b() { return new Error('l').stack; })(); })();
show(Error.stackTraceLimit);
for (const limit of [1, 2, 0, -1, NaN]) { Error.stackTraceLimit = limit; show(lines().split('\n').length); }
Error.stackTraceLimit = 'none';
show(lines(), Object.getOwnPropertyNames(new Error('l')));
