const fs = [];
(async () => {
  for (let i = 0; i < 3; i++) { await i; fs.push(() => i); }
  console.log(fs.map((f) => f()).join());
  let a = 1;
  a += await (a = 10, 2);
  console.log(a);
  const o = { v: 1 };
  o.v += await new Promise((r) => { o.v = 100; r(5); });
  console.log(o.v);
  const this_ = await this;
  console.log(this_ === this, typeof arguments_);
  console.log(await (async function () { return arguments.length + (await arguments[0]); })(5, 6));
})();
var arguments_;
0;
