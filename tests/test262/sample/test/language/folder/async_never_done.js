/*---
flags: [async]
---*/
1;
