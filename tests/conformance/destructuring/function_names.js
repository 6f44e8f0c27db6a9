// Anonymous functions and classes of defaults are named by their targets.
const { f = () => {}, g: h = function () {} } = {};
const [c = class {}, d = class { static name = 'own'; }] = [];
let e;
[e = () => {}] = [];
const o = {};
({ p: o.q = () => {} } = {});
console.log(f.name, h.name, c.name, d.name, e.name, JSON.stringify(o.q.name));
(({ x = () => {} }) => x.name)({});
