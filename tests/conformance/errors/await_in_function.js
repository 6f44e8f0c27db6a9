function f() {
  return await g();
}
