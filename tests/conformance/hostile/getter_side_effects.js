// Evaluation happens once and in order, whatever getters and conversions do.
const log = [];
const o = new Proxy({}, { get: (t, k) => (log.push('get ' + String(k)), t[k]), set: (t, k, v) => (log.push('set ' + String(k) + '=' + v), (t[k] = v), true) });
const key = (k) => ({ toString() { log.push('key ' + k); return k; } });
o[key('a')] = 1;
o[key('a')] += 1;
o[key('a')]++;
o[key('n')] ??= 5;
o[key('a')] **= 2;
({ [key('d')]: o[key('t')] = 'default' } = {});
[o[key('x')], o[key('y')] = 2] = [1];
delete o[key('a')];
console.log(log.join('\n'));
const order = [];
const t = (n) => (order.push(n), n);
(t(1), { f(...a) { return a.length; } }).f(t(2), ...[t(3)], t(4));
({ [t('k1')]: t('v1'), [t('k2')]: t('v2') });
class C { [t('m1')]() {} static [t('s1')] = t('sv'); [t('f1')] = t('fv'); static [t('m2')]() {} }
order.join();
