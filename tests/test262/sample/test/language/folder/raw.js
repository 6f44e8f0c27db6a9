/*---
flags: [raw]
---*/
'no harness'; if (typeof assert !== 'undefined') throw 1;
