// Sloppy mode: a function in a block is also a variable of the function around it, once the block has run.
function sloppy() {
  const before = typeof inner;
  { function inner() { return 1; } }
  return before + ' ' + typeof inner;
}
function strict() {
  'use strict';
  { function inner() { return 1; } }
  return typeof inner;
}
function shadowed() {
  let inner = 'let';
  { function inner() {} }
  return inner;
}
console.log(sloppy(), strict(), shadowed());
{ function late() { return 'first'; } late = 1; }
typeof late;
