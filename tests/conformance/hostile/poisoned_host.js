// What a program does to the library does not reach what the host gives it. The parts are loaded after the poison.
const log = console.log, fail = () => { throw new Error('poisoned'); }, define = Object.defineProperty, keys = Reflect.ownKeys;
const make = { date: new Date(0), map: new Map([['k', { v: 1 }]]), bytes: new Uint8Array([0xe2, 0x82, 0xac]) };
const own = Reflect.getOwnPropertyDescriptor;
const holders = [Array.prototype, String.prototype, Map.prototype, Set.prototype, Number.prototype, Date.prototype, Function.prototype, Promise.prototype];
for (let i = 0; i < holders.length; i++) {
  const names = keys(holders[i]);
  for (let k = 0; k < names.length; k++) {
    const key = names[k];
    if (typeof key === 'symbol' || key === 'constructor') continue;
    if (key === 'toLocaleString' || key === 'toLocaleDateString' || key === 'localeCompare' || key === 'normalize') continue;
    const found = own(holders[i], key);
    if (found.configurable && typeof found.value === 'function') define(holders[i], key, { value: fail });
  }
}
const inherited = ['text', 'list', 'owner', 'done', 'f', 'live', 'args', 'kind', '0', '1'], getter = { __proto__: null, get: fail, set: fail, configurable: true };
for (let i = 0; i < inherited.length; i++) define(Object.prototype, inherited[i], getter);
define(Array.prototype, 0, getter);
Math.floor = Math.ceil = Math.min = Object.keys = Object.create = Object.defineProperty = Reflect.apply = JSON.stringify = fail;
globalThis.Array = globalThis.Map = globalThis.Object = globalThis.String = globalThis.Error = globalThis.TypeError = globalThis.Uint8Array = globalThis.Symbol = fail;

const url = new URL('http://h/a?b=1');
url.searchParams.append('c', 'd e');
log(url.href, url.searchParams.get('c'));
log(new TextDecoder().decode(make.bytes), new TextEncoder().encode('é').length, atob(btoa('x')));
const clone = structuredClone(make);
log(clone.bytes.length, clone.map !== make.map, clone.date !== make.date);
const target = new EventTarget();
target.addEventListener('x', (event) => log(event.type), { once: true });
log(target.dispatchEvent(new Event('x')));
const controller = new AbortController();
controller.signal.onabort = () => log('aborted');
controller.abort();
log((1234.5).toLocaleString(), make.date.toLocaleDateString('en-US'), 'a'.localeCompare('b'), 'e\u0301'.normalize().length);
log(crypto.randomUUID().length, performance.now() >= 0);
console.group('group');
console.count();
console.table([{ a: 1 }]);
console.groupEnd();
try {
  new URL('bad');
} catch (e) {
  log(e.code);
}
setTimeout((a) => log('timer', a), 1, 2);
void 0;
