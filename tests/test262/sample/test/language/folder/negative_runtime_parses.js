/*---
flags: [noStrict]
negative:
  phase: runtime
  type: SyntaxError
---*/
var var;
