/*---
flags: [noStrict]
---*/
({ get x() { throw 1; } });
