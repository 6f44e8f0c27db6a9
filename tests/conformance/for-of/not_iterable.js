for (const bad of [undefined, null, 5, {}, true, () => {}, { [Symbol.iterator]: 1 }, { [Symbol.iterator]() { return 1; } }, { [Symbol.iterator]() { return {}; } }, { [Symbol.iterator]() { return { next() { return 1; } }; } }]) {
  try { for (const x of bad) console.log('ran'); console.log('no error'); } catch (e) { console.log(e.name); }
}
