/*---
---*/
assert((function () { return this; })() !== undefined);
