// A name declared in a block is gone after it and hides the outer one within.
let x = 'outer';
{
  let x = 'inner';
  console.log(x);
  {
    const x = 'innermost';
    console.log(x);
  }
  console.log(x);
}
console.log(x);
if (true) { let y = 1; var z = 2; }
console.log(typeof y, z);
for (let x = 0; x < 1; x++) console.log('loop', x);
try { throw 'thrown'; } catch (x) { console.log(x); }
x;
