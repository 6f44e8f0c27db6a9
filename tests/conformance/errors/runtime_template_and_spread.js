const list = [1, 2];
const f = () => Math.max(...list, ...null);
f();
