function check(n) {
  if (n > 2) throw new RangeError('n is ' + n);
  return check(n + 1);
}

  check(0);
