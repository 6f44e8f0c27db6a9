// The value of a program is the one of the last statement that has one.
const list = [1, 2, 3];
let sum = 0;
for (const n of list) {
  sum += n;
}
if (sum > 5) {
  ({ sum, list });
}
function ignored() {}
var alsoIgnored = 1;
