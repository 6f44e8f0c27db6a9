/*---
negative:
  phase: runtime
  type: RangeError
---*/
1;
