let ticks = 0;
const interval = setInterval((word) => {
  console.log(word, ++ticks);
  if (ticks < 3) return;
  clearInterval(interval);
  last();
}, 2, 'tick');
const once = setTimeout(() => {}, 1);
console.log(typeof once, once.hasRef(), once === once.unref(), once.hasRef(), once === once.ref());
const id = +setTimeout(() => console.log('cleared by its number'), 1);
console.log(typeof id, id > 0);
clearTimeout(id);
setTimeout(() => console.log('never: nothing waits for it'), 100000).unref();

function last() {
  let runs = 0;
  const again = setTimeout(() => {
    console.log('run', ++runs);
    if (runs < 3) again.refresh();
    else setImmediate((x) => console.log('immediate', x), 1);
    clearImmediate(setImmediate(() => console.log('never')));
  }, 3);
  again.refresh();
}
void 0;
