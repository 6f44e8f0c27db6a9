// import() gives a promise for the namespace; each module runs once; failures reject.
const first = await import('./part.mjs'), second = await import(`./${'part'}.mjs`);
console.log(first === second, first.value, first.default);
for (const name of ['./missing.mjs', './broken.mjs', './throws.mjs', './throws.mjs']) {
  try { await import(name); } catch (e) { console.log(name, e.name === 'Error' || e.name === 'TypeError' ? 'refused' : e.name, name === './throws.mjs' ? e.message : ''); }
}
import({ toString() { return './part.mjs'; } }).then((ns) => console.log('converted', ns.value));
const p = import('./slow.mjs');
console.log(p instanceof Promise, (await p).done);
try { await import({ toString() { throw new RangeError('specifier'); } }); } catch (e) { console.log(e.message); }
