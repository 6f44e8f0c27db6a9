// What workerd runs as a test: the program, once.
export default {
  test() {
    if (1 + 2 !== 3) throw new Error('wrong');
  },
};
