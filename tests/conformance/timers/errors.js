for (const bad of [undefined, null, 'code', 1, {}]) {
  try {
    setTimeout(bad, 1);
  } catch (e) {
    console.log(e.name, e.code);
  }
}
setTimeout(() => {
  console.log('thrown in a timer');
  throw new RangeError('nobody catches this');
}, 1);
setTimeout(() => console.log('never'), 20);
void 0;
