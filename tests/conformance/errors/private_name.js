class A {
  #known = 1;
  m(o) { return o.#unknown; }
}
