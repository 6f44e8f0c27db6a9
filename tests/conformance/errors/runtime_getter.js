const o = {
  get broken() { return null.x; },
};
`value: ${o.broken}`;
