let a = 1
let b = 2
;[a, b] = [b, a]
console.log(a, b)
const f = function () { return 'f' }
;(() => console.log('iife'))()
let c = a
++b
console.log(c, b)
function r() { return
  1 }
console.log(r())
var d = a
/ 2 / 1
console.log(d)
do ; while (false) console.log('after do')
let x
let y
var let_ = 1
x = y = 5
console.log(x)
if (a) ; else console.log('never')
for (var i = 0; i < 1; i++) { }
throw_ = 1
var async
async
function g() { return 'not async' }
typeof g()
