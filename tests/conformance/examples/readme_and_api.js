// The programs of the API reference that need only the language.
const simple = 2 + 2;
const add = (a, b) => a + b;
const utils = { add: (a, b) => a + b };
const data = [];
data.push(1);
data.push(2);
console.log(simple, add(1, 2), utils.add(1, 2), data.length);
function greet({ username, role = 'user' } = {}) { return `${username} is ${role}`; }
console.log(greet({ username: 'alice', role: 'admin' }), greet({ username: 'bob' }));
let counter = 0;
counter++;
counter++;
counter;
