/*---
flags: [noStrict]
---*/
Promise.reject(1);
let eval = 1;
