// Reactions of one promise and jobs: their order, whatever their number, and whoever adds them when.
const log = [];
const say = word => { log.push(word); };
const show = title => console.log(`${title}: ${log.splice(0).join(' ')}`);

async function ofOnePromise() {
  let settle;
  const p = new Promise(resolve => { settle = resolve; });
  const made = [];
  for (let i = 0; i < 7; i++) made.push(p.then(v => { say(v + i); return i; }));
  settle('v');
  p.then(() => say('late'));
  say('sync');
  say((await Promise.all(made)).join(''));
}

async function ofRejections() {
  let fail;
  const p = new Promise((_, reject) => { fail = reject; });
  const made = [p.then(() => say('never')), p.catch(e => say(e)), p.then(null, e => say(e + 2)), p.finally(() => say('finally')), p.then(5, {})];
  fail('e');
  for (const outcome of await Promise.allSettled(made)) say(outcome.status[0] + (outcome.reason ?? ''));
}

async function addedMeanwhile() {
  const p = Promise.resolve();
  p.then(() => { say('a'); p.then(() => say('c')); queueMicrotask(() => say('d')); });
  p.then(() => say('b'));
  for (let i = 0; i < 4; i++) await null;
}

async function passedOn() {
  const skipped = Promise.reject('r').then(say).then(say).then(say).then(undefined, v => say('caught ' + v));
  const passed = Promise.resolve('v').catch(say).catch(say).catch(say).then(v => say('passed ' + v));
  let ticks = Promise.resolve();
  for (let i = 1; i < 6; i++) ticks = ticks.then(() => say(i));
  await Promise.all([skipped, passed, ticks]);
}

async function resolvedWithPromises() {
  let ticks = Promise.resolve();
  for (let i = 1; i < 6; i++) ticks = ticks.then(() => say(i));
  Promise.resolve().then(() => Promise.resolve('p')).then(say);
  Promise.resolve().then(() => ({then(f) { say('thenable'); f('t'); f('twice'); throw new Error('too late'); }})).then(say);
  const self = Promise.resolve().then(() => self);
  self.catch(e => say(e.name));
  new Promise(resolve => { resolve({then() { throw 'thrown'; }}); }).catch(say);
  await ticks;
}

async function crowds() {
  // More than the queue has room for, with jobs at its end that wrap around its beginning.
  let sum = 0, count = 0;
  const more = n => { count++; if (n > 0) { queueMicrotask(() => more(n - 1)); queueMicrotask(() => { sum += n; }); } };
  for (let i = 0; i < 50; i++) more(20);
  for (let i = 0; i < 60; i++) await null;
  say(count);
  say(sum);
  let settle;
  const p = new Promise(resolve => { settle = resolve; });
  let inOrder = true, next = 0;
  for (let i = 0; i < 10000; i++) p.then(() => { inOrder &&= next++ === i; });
  settle();
  await p.then(() => say(next));
  say(inOrder);
}

async function subclasses() {
  class Sub extends Promise {}
  const p = Sub.resolve(1);
  const q = p.then(v => v + 1);
  say(q instanceof Sub);
  say(await q);
  class Odd extends Promise { static get [Symbol.species]() { return Promise; } }
  say(Odd.resolve(1).then() instanceof Odd);
  say(await Odd.resolve(Sub.resolve('s')).then(v => v));
  say(await Sub.reject('x').catch(v => v));
  say(await Sub.all([Sub.resolve(1), 2, Promise.resolve(3)]).then(list => list.join('')));
}

(async () => {
  for (const part of [ofOnePromise, ofRejections, addedMeanwhile, passedOn, resolvedWithPromises, crowds, subclasses]) {
    await part();
    show(part.name);
  }
})();
0;
