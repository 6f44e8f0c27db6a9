const log = console.log, controller = new AbortController(), { signal } = controller;
log(signal.aborted, signal.reason, signal instanceof EventTarget, String(signal), String(controller));
signal.throwIfAborted();
signal.addEventListener('abort', (event) => log('listener', event.type, event.target === signal, signal.aborted));
signal.onabort = function () { log('handler', this === signal); };
const target = new EventTarget();
target.addEventListener('x', () => log('x'), { signal });
target.dispatchEvent(new Event('x'));
controller.abort();
controller.abort(new Error('again'));
target.dispatchEvent(new Event('x'));
log(signal.aborted, signal.reason.name, signal.reason.code, signal.reason.message, signal.reason instanceof DOMException);
try {
  signal.throwIfAborted();
} catch (e) {
  log(e === signal.reason);
}
log(AbortSignal.abort('why').reason, AbortSignal.abort().reason.name);
const first = new AbortController(), second = new AbortController(), any = AbortSignal.any([first.signal, second.signal]);
any.addEventListener('abort', () => log('any', any.reason));
second.abort('second');
first.abort('first');
log(any.reason, AbortSignal.any([AbortSignal.abort('already')]).reason, AbortSignal.any([]).aborted);
const timeout = AbortSignal.timeout(5);
await new Promise((resolve) => { timeout.onabort = resolve; setTimeout(() => {}, 50); });
log(timeout.aborted, timeout.reason.name, timeout.reason.code);
for (const bad of [() => new AbortSignal(), () => AbortSignal.timeout(-1), () => AbortSignal.timeout('x'), () => AbortSignal.any([1]), () => AbortController()])
  try {
    bad();
  } catch (e) {
    log(e.name);
  }
void 0;
