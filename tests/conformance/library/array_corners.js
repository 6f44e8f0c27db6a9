// Array.fromAsync asks for each of the two methods once; Array.prototype.toString without a join is Object.prototype's.
const asked = [];
const observed = (methods) => new Proxy({length: 2, 0: 'a', 1: 'b'}, {
  get(target, key) { asked.push(String(key)); return key in methods ? methods[key] : target[key]; }});
async function* asyncly() { yield 1; yield 2; }
function* plainly() { yield Promise.resolve(3); yield 4; }
for (const methods of [{[Symbol.asyncIterator]: asyncly}, {[Symbol.iterator]: plainly}, {}]) {
  const made = await Array.fromAsync(observed(methods));
  console.log(made, asked.splice(0).join(' '));
}
for (const methods of [{[Symbol.asyncIterator]: 1}, {[Symbol.iterator]: () => 1}, {[Symbol.asyncIterator]: () => null}])
  await Array.fromAsync(methods).catch((error) => console.log(error.name, error.message));

console.log(Array.prototype.toString.call({join: 1}), Array.prototype.toString.call(Object.assign(new Map(), {join: null})));
const tag = Object.prototype.toString;
delete Object.prototype.toString;
console.log(Array.prototype.toString.call({}), Array.prototype.toString.call({[Symbol.toStringTag]: 'Tag'}));
const proxy = new Proxy([], {get() {}});
console.log(Array.prototype.toString.call(proxy));
const revocable = Proxy.revocable([], {get() { revocable.revoke(); }});
try { Array.prototype.toString.call(revocable.proxy); console.log('not refused'); } catch (error) { console.log(error.name); }
Object.prototype.toString = tag;
console.log(String(new Map()));
