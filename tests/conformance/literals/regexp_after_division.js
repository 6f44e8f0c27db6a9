// A division by a regular expression is no comment, however it is printed.
const a = 8;
console.log(a / /b/.lastIndex, a /2/ 2, a / /4/.exec('4')[0], a
  /1/ /2/.exec('2'));
var b = 2;
function division(g) { return a / /(?:)/.source.length / 2; }
division();
