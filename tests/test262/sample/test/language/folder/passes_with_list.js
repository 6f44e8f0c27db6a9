/*---
includes:
  - extra.js
flags:
  - noStrict
---*/
assert(fromExtra && this !== undefined);
