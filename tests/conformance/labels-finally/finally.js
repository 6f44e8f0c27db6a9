const t = (f) => { try { return f(); } catch (e) { return 'threw ' + e; } };
const log = [];
console.log(t(() => { try { return 'try'; } finally { log.push('f'); } }), t(() => { try { return 'try'; } finally { return 'finally'; } }));
console.log(t(() => { try { throw 'a'; } finally { return 'swallowed'; } }), t(() => { try { throw 'a'; } catch (e) { throw e + 'b'; } finally { log.push('g'); } }));
console.log(t(() => { for (;;) { try { return 1; } finally { break; } } return 'broke'; }), t(() => { let i = 0; for (; i < 3; i++) { try { continue; } finally { log.push(i); } } return i; }));
console.log(t(() => { let x = 1; try { return x; } finally { x = 2; } }), t(() => { try { try { throw 1; } finally { throw 2; } } catch (e) { return e; } }));
console.log(t(() => { try { return (() => { throw 'arg'; })(); } catch { return 'no binding'; } finally { log.push('h'); } }));
console.log(t(() => { o: for (const a of [1, 2]) { for (const b of [1, 2]) { try { continue o; } finally { log.push('o' + a); } } } return 'done'; }));
log.join();
