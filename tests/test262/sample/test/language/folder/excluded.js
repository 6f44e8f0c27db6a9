/*---
features: [not-yet]
---*/
throw 1;
