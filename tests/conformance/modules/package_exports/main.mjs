// exports of package.json: conditions, subpaths, patterns, null.
import p from 'p';
import sub from 'p/sub';
import x from 'p/lib/x';
import q from 'q';
import t from '@s/t';
console.log(p, sub, x, q, t);
for (const name of ['p/lib/private', 'p/m.mjs', 'q/nothing'])
  try { await import(name) } catch (e) { console.log(e.code); }
