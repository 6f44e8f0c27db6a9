// An iterator that failed or ended is not closed.
const log = [];
const it = (next) => ({ [Symbol.iterator]: () => ({ next, return() { log.push('closed'); return {}; } }) });
try { for (const x of it(() => { throw 'next'; })); } catch (e) { log.push(e); }
try { for (const x of it(() => ({ get done() { throw 'done'; } }))); } catch (e) { log.push(e); }
try { for (const x of it(() => ({ done: false, get value() { throw 'value'; } }))); } catch (e) { log.push(e); }
try { const [a] = it(() => { throw 'next2'; }); } catch (e) { log.push(e); }
const [b] = it(() => ({ done: true }));
const [...c] = it(() => ({ done: true }));
log.push(c.length);
log;
