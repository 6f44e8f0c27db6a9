const f = (a, b, a) => a;
