/*---
flags: [noStrict]
---*/
assert(false);
