const list = [1, 2, 3];
for (const x of list) {
  console.log(x;
}
