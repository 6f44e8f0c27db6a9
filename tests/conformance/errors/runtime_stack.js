function outer(value) {
  const inner = (x) => {
    return x.property.deep;
  };
  return inner(value);
}
class Service {
  run() { return outer(undefined); }
}
new Service().run();
