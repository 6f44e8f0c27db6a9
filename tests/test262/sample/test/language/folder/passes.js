/*---
description: in both modes, with a file of the harness
includes: [extra.js]
---*/
assert(fromExtra);
