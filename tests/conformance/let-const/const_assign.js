// Assigning to a constant throws at run time, and only when it is reached.
const c = 1;
const attempts = [
  () => { c = 2; },
  () => { c += 1; },
  () => { c++; },
  () => { --c; },
  () => { [c] = [3]; },
  () => { ({ c } = { c: 4 }); },
  () => { for (c of [5]); },
  () => { for (c in { a: 1 }); },
  () => { c ||= 6; },
  () => { c &&= 7; },
];
for (const attempt of attempts) {
  try {
    attempt();
    console.log('no error');
  } catch (e) {
    console.log(e.name + ': ' + e.message);
  }
}
c;
