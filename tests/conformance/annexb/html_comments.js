var x = 1; <!-- a comment to the end of the line
--> another one
/* block
*/ --> after a block comment with a line break
var smaller = x --> 1;
console.log(x, smaller);
x;
