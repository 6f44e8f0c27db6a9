const sleep = () => new Promise((r) => r());
async function thrower() { await sleep(); throw new RangeError('late'); }
async function catcher() { try { await thrower(); return 'no'; } catch (e) { return e.name + ' ' + e.message; } finally { console.log('finally'); } }
catcher().then((v) => console.log(v));
(async () => { throw 'sync part'; })().catch((e) => console.log('caught', e));
(async (a = missing) => {})().catch((e) => console.log(e.name));
(async ({ x }) => {})().catch((e) => console.log(e.name));
(async () => { await Promise.reject('r'); })().then(null, (e) => console.log('rejected', e));
(async () => { const then = { then(ok, no) { no('thenable'); } }; try { await then; } catch (e) { console.log(e); } })();
'end';
