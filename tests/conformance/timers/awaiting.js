// Awaiting timers at the top; the clock goes on while nothing else does.
const sleep = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));
const begin = Date.now(), start = performance.now();
console.log(await sleep(30, 'slept'));
console.log(Date.now() - begin >= 29, performance.now() - start >= 29);
console.log(await Promise.race([sleep(50, 'slow'), sleep(5, 'fast')]));
console.log((await Promise.all([3, 1, 2].map((n) => sleep(n * 3, n)))).join());
async function* ticks() {
  for (let i = 0; i < 3; i++) {
    await sleep(1);
    yield i;
  }
}
for await (const tick of ticks()) console.log('tick', tick);
void 0;
