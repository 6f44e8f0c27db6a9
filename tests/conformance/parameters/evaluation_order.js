const log = [];
const t = (name, value) => (log.push(name), value);
function f({ [t('key', 'k')]: a = t('default a', 1) } = t('whole', {}), [b = t('default b', 2)] = t('list', [])) {
  return [a, b];
}
console.log(f().join());
console.log(log.join(' > '));
log.length = 0;
f({ k: 0 }, [undefined]);
log;
