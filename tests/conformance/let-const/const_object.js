// The binding is constant, the object is not.
const o = { n: 1 };
o.n++;
o.list = [1, 2];
o.list.push(3);
console.log(JSON.stringify(o));
const frozen = Object.freeze({ a: 1 });
frozen.a = 2;
frozen.a;
