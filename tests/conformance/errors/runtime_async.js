async function step(n) {
  await null;
  if (n === 0) throw new TypeError('from the depth');
  return step(n - 1);
}
await step(2);
