const x = await 5;
console.log(x);
await Promise.reject(new RangeError('rejected at the top'));
