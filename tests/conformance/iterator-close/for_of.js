const log = [];
const make = (ret) => ({
  [Symbol.iterator]() { return this; }, n: 0,
  next() { return { value: this.n++, done: this.n > 5 }; },
  return(v) { log.push('return'); if (ret) return ret(v); return {}; },
});
for (const x of make()) break;
outer: for (const y of [1]) for (const x of make()) continue outer;
(() => { for (const x of make()) return x; })();
try { for (const x of make()) throw 'body'; } catch (e) { log.push(e); }
for (const x of make());
console.log(log.join());
log.length = 0;
try { for (const x of make(() => { throw 'from return'; })) break; } catch (e) { log.push(e); }
try { for (const x of make(() => { throw 'hidden'; })) throw 'body wins'; } catch (e) { log.push(e); }
try { for (const x of make(() => 5)) break; } catch (e) { log.push(e.name); }
try { for (const x of make(() => 5)) throw 'body'; } catch (e) { log.push(e); }
const noReturn = { [Symbol.iterator]() { return { next() { return { value: 1, done: false }; } }; } };
for (const x of noReturn) break;
const nullReturn = { [Symbol.iterator]() { return { next() { return { done: false }; }, return: null }; } };
for (const x of nullReturn) break;
log;
