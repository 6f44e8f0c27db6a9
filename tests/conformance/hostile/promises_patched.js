// What Promise.prototype.then may ask of a script, it asks: each time, in this order, and of nobody else.
const log = [];
const say = (...words) => log.push(words.join(' '));
const proto = Promise.prototype;
const then = proto.then;
const constructorWas = Object.getOwnPropertyDescriptor(proto, 'constructor');
const speciesWas = Object.getOwnPropertyDescriptor(Promise, Symbol.species);
class Sub extends Promise {
  constructor(executor) { say('new Sub'); super(executor); }
}
const name = p => Object.getPrototypeOf(p) === proto ? 'plain' : p instanceof Sub ? 'Sub' : 'other';
const tried = f => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };

async function constructorOfAll() {
  const p = Promise.resolve(1);
  Object.defineProperty(proto, 'constructor', {get() { say('constructor asked', this === p); return Sub; }, configurable: true});
  say(name(then.call(p, say)));
  Object.defineProperty(proto, 'constructor', {value: undefined, configurable: true});
  say(name(then.call(p, () => {})));
  Object.defineProperty(proto, 'constructor', {value: 5, configurable: true});
  say(tried(() => then.call(p)));
  delete proto.constructor;
  say(name(tried(() => then.call(p))));
  Object.defineProperty(proto, 'constructor', {get() { throw new Error('no constructor'); }, configurable: true});
  say(tried(() => then.call(p)));
  Object.defineProperty(proto, 'constructor', constructorWas);
  say(name(then.call(p)));
  await null;
}

async function constructorOfOne() {
  const p = Promise.resolve(2);
  p.tag = 'kept';
  say(name(p.then()));
  p.constructor = Sub;
  say(name(p.then()), name(p.catch(() => {})), name(p.finally(() => {})));
  p.constructor = {[Symbol.species]: null};
  say(name(p.then()));
  p.constructor = {get [Symbol.species]() { say('species asked'); return Sub; }};
  say(name(p.then()));
  p.constructor = {[Symbol.species]: () => {}};
  say(tried(() => p.then()));
  p.constructor = {[Symbol.species]: function (executor) { executor(v => say('resolved', v), say); }};
  say(name(p.then(v => v + 1)));
  p.constructor = {[Symbol.species]: function () {}};
  say(tried(() => p.then()));
  delete p.constructor;
  say(name(p.then()), p.tag);
  await null;
}

async function species() {
  const p = Promise.resolve(3);
  Object.defineProperty(Promise, Symbol.species, {get() { say('species of', this === Promise); return Sub; }, configurable: true});
  say(name(p.then()), name(p.catch()));
  Object.defineProperty(Promise, Symbol.species, {value: undefined, configurable: true});
  say(name(p.then()));
  delete Promise[Symbol.species];
  say(name(p.then()));
  Object.defineProperty(Promise, Symbol.species, {get() { throw new Error('no species'); }, configurable: true});
  say(tried(() => p.then()));
  // await asks for the constructor alone.
  say('awaited', await p);
  Object.defineProperty(Promise, Symbol.species, speciesWas);
  say(name(p.then()));
}

async function noPromises() {
  const p = Promise.resolve(4);
  for (const value of [new Proxy(p, {}), Object.create(p), Object.create(proto), {}, undefined, 'p', proto])
    say(tried(() => then.call(value)).split(':')[0]);
  const proxy = new Proxy(p, {get(target, key) { say('trap', String(key)); return target[key]; }});
  say(tried(() => proxy.then(() => {})).split(':')[0]);
  await Promise.resolve(proxy).then(say, e => say('rejected', e.name));
  await (async () => await proxy)().then(say, e => say('rejected', e.name));
  const heir = Object.setPrototypeOf(Promise.resolve(5), new Proxy(proto, {get(target, key) { say('trap of the prototype', String(key)); return target[key]; }}));
  say(name(then.call(heir)));
  say('awaited', await heir);
  const bare = Object.setPrototypeOf(Promise.resolve(6), null);
  say(name(then.call(bare, v => say('bare', v))));
  await null;
  await null;
}

async function constructorsOfAwaited() {
  const p = Promise.resolve(7);
  Object.defineProperty(p, 'constructor', {get() { say('asked by await'); return Promise; }});
  say(await p);
  const q = Promise.resolve(8);
  q.constructor = Sub;
  say(await q, Promise.resolve(q) === q, Promise.resolve(p) === p);
  const r = Promise.resolve(9);
  Object.defineProperty(r, 'constructor', {get() { throw new Error('not awaited'); }});
  say(await (async () => { try { return await r; } catch (e) { return e.message; } })());
}

async function patchedThen() {
  const p = Promise.resolve(10);
  proto.then = function (f, g) { say('patched then'); return then.call(this, f, g); };
  say(await p, name(p.catch()));
  say(await (async () => p)());
  proto.then = then;
  const own = Promise.resolve(11);
  own.then = (f) => { say('own then'); f('own'); };
  say(await own, await Promise.resolve(1).then(() => own));
  const odd = Promise.resolve(12);
  Object.defineProperty(odd, 'then', {get() { say('then asked'); return undefined; }});
  say(await Promise.resolve(1).then(() => odd) === odd);
  const bad = Promise.resolve(13);
  Object.defineProperty(bad, 'then', {get() { throw new Error('no then'); }});
  say(await Promise.resolve(1).then(() => bad).catch(e => e.message));
}

async function frozen() {
  const p = Object.freeze(Promise.resolve(14));
  say(await p.then(v => v + 1));
  let settle;
  const q = Object.freeze(new Promise(resolve => { settle = resolve; }));
  const both = [q.then(v => v + 1), q.then(v => v + 2)];
  settle(15);
  say(await both[0], await both[1], Object.keys(q).length, Reflect.ownKeys(q).length);
}

(async () => {
  for (const part of [constructorOfAll, constructorOfOne, species, noPromises, constructorsOfAwaited, patchedThen, frozen]) {
    await part();
    console.log(`${part.name}\n  ${log.splice(0).join('\n  ')}`);
  }
})();
0;
