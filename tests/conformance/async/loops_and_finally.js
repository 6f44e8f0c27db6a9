const log = [];
async function run() {
  outer: for (let i = 0; i < 3; i++) {
    for (const x of ['a', 'b']) {
      try { if (i === 1) continue outer; await null; if (x === 'b' && i === 2) return 'returned ' + i + x; log.push(i + x); }
      finally { await null; log.push('f' + i + x); }
    }
  }
}
run().then((r) => { log.push(r); console.log(log.join()); });
(async () => { try { return 'lost'; } finally { await 0; return 'kept'; } })().then((v) => console.log(v));
(async () => { for (var i = 0, s = 0; i < 1000; i++) s += await i; return s; })().then((v) => console.log(v));
(async function deep(n) { return n ? (await deep(n - 1)) + 1 : 0; })(500).then((v) => console.log('deep', v));
0;
