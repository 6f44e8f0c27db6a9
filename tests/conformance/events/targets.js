const target = new EventTarget(), log = (...words) => console.log(...words);
const listener = { handleEvent(event) { log('object', event.type, this === listener); } };
function once(event) { log('once', event.type, this === target, event.target === target, event.currentTarget === target, event.eventPhase); }
target.addEventListener('a', once, { once: true });
target.addEventListener('a', once, { once: true });
target.addEventListener('a', listener);
target.addEventListener('a', (event) => { event.preventDefault(); log('prevented', event.defaultPrevented, event.cancelable); });
log(target.dispatchEvent(new Event('a', { cancelable: true })));
log(target.dispatchEvent(new Event('a')));
target.removeEventListener('a', listener);
log(target.dispatchEvent(new Event('b')));
const stopping = new EventTarget();
stopping.addEventListener('x', (e) => { log('one'); e.stopImmediatePropagation(); });
stopping.addEventListener('x', () => log('never'));
stopping.dispatchEvent(new Event('x'));
const changing = new EventTarget();
changing.addEventListener('x', () => { log('adds'); changing.addEventListener('x', () => log('added later')); }, { once: true });
changing.dispatchEvent(new Event('x'));
changing.dispatchEvent(new Event('x'));
const custom = new CustomEvent('c', { detail: { n: 1 } });
log(custom.type, custom.detail.n, custom instanceof Event, custom.bubbles, new CustomEvent('d').detail);
class Bus extends EventTarget {
  emit(name, detail) { return this.dispatchEvent(new CustomEvent(name, { detail })); }
}
const bus = new Bus();
bus.addEventListener('hello', (e) => log('bus', e.detail));
bus.emit('hello', 'world');
for (const bad of [() => new Event(), () => Event('x'), () => target.addEventListener('a'), () => target.dispatchEvent({}), () => EventTarget.prototype.dispatchEvent.call({}, new Event('x'))])
  try {
    bad();
    log('accepted');
  } catch (e) {
    log(e.name, e.code);
  }
log(Event.AT_TARGET, Event.name, Event.length, String(new Event('x')), String(bus), typeof new Event('x').timeStamp);
void 0;
