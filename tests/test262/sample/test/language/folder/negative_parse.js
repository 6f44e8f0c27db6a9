/*---
negative:
  phase: parse
  type: SyntaxError
---*/
$DONOTEVALUATE();
var var;
