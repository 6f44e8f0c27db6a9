class EventEmitter {
  #handlers = new Map();
  on(event, handler) { (this.#handlers.get(event) ?? this.#handlers.set(event, new Set()).get(event)).add(handler); return this; }
  off(event, handler) { this.#handlers.get(event)?.delete(handler); }
  once(event, handler) { const wrap = (...a) => { this.off(event, wrap); handler(...a); }; return this.on(event, wrap); }
  emit(event, ...args) { for (const h of [...(this.#handlers.get(event) ?? [])]) h.apply(this, args); return this.#handlers.get(event)?.size ?? 0; }
}
const e = new EventEmitter();
const seen = [];
e.on('event', ({ message }) => seen.push(message)).once('event', (m, n) => seen.push(n));
console.log(e.emit('event', { message: 'hello' }, 1), e.emit('event', { message: 'again' }, 2), e.emit('nothing'));
seen;
