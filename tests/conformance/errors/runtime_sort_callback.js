[3, 1, 2].sort((a, b) => {
  if (a === 2 || b === 2) throw new Error('compared 2');
  return a - b;
});
