const sleep = (turns) => new Promise((resolve) => { const step = (n) => (n ? Promise.resolve(n - 1).then(step) : resolve()); step(turns); });
async function* produce(n) { for (let i = 1; i <= n; i++) { await sleep(i % 3); yield { id: i, load: i * i }; } }
async function* filter(source, keep) { for await (const x of source) if (keep(x)) yield x; }
async function pool(limit, tasks) {
  const results = [], running = new Set();
  for (const [i, task] of tasks.entries()) {
    const p = task().then((v) => { results[i] = v; running.delete(p); });
    running.add(p);
    if (running.size >= limit) await Promise.race(running);
  }
  await Promise.all(running);
  return results;
}
const odd = [];
for await (const { id, load } of filter(produce(6), ({ id }) => id % 2)) odd.push(`${id}:${load}`);
console.log(odd.join());
console.log((await pool(2, [3, 1, 2].map((n) => async () => { await sleep(n); return n * 10; }))).join());
const settled = await Promise.allSettled([Promise.resolve(1), Promise.reject(new Error('no'))]);
console.log(settled.map(({ status, value, reason }) => `${status} ${value ?? reason.message}`).join());
await Promise.any([Promise.reject(1), sleep(2).then(() => 'any')]);
