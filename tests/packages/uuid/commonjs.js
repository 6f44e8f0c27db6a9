// The CommonJS side of the package, and buffers of the caller's own.
const {v4: uuidv4, v5: uuidv5, validate, stringify, NIL} = require('uuid');

const buffer = new Uint8Array(32);
uuidv4({random: Uint8Array.from({length: 16}, (_, i) => 255 - i)}, buffer);
uuidv4({random: new Uint8Array(16)}, buffer, 16);
console.log(stringify(buffer), stringify(buffer, 16));
try { uuidv4(null, new Uint8Array(4)); } catch (error) { console.log(error.name); }
try { uuidv4({random: [1, 2, 3]}); } catch (error) { console.log(String(error)); }
const chain = [NIL];
for (let i = 0; i < 200; i++) chain.push(uuidv5('step ' + i, chain[i]));
console.log(chain[1], chain[100], chain[200], chain.every(validate));
