// Who runs when: await of a native promise takes one turn, return of a promise three.
const log = [];
const tick = async (n) => { for (let i = 0; i < n; i++) { await null; } };
const mark = (name, p) => p.then(() => log.push(name));
mark('plain', (async () => 1)());
mark('returned promise', (async () => Promise.resolve())());
mark('awaited', (async () => { await 0; })());
mark('thenable', (async () => ({ then(f) { f(); } }))());
mark('tick1', tick(1)); mark('tick2', tick(2)); mark('tick3', tick(3)); mark('tick4', tick(4));
tick(8).then(() => console.log(log.join('\n')));
0;
