import * as m from './lib.mjs';
for (const k of Object.keys(m)) console.log(k, typeof m[k], typeof m[k] === 'function' ? m[k].name : '');
console.log(await m.af(), [...m.g()].join(), m.x + m.y + m.p + m.q, m.late);
m.setLate();
console.log(m.late);
