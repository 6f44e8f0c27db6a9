// What runs when: the program, jobs, timers by their time, immediates behind them.
const log = [];
setTimeout(() => log.push('200'), 200);
setTimeout((a, b) => log.push('100 ' + a + b), 100, 'x', 'y');
setTimeout(() => {
  log.push('first timer');
  Promise.resolve().then(() => log.push('its job'));
  queueMicrotask(() => log.push('its microtask'));
}, 1);
setTimeout(() => log.push('second timer'), 1);
const never = setTimeout(() => log.push('never'), 50);
clearTimeout(never);
clearTimeout(undefined);
clearTimeout('no timer');
queueMicrotask(() => log.push('microtask'));
Promise.resolve().then(() => log.push('job'));
log.push('program');
setTimeout(() => console.log(log.join('\n')), 300);
void 0;
