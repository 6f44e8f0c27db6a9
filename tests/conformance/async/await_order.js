const log = [];
async function f() { log.push('f1'); const v = await 'value'; log.push('f2 ' + v); return 'r'; }
log.push('before');
f().then((v) => log.push('then ' + v));
log.push('after');
Promise.resolve().then(() => log.push('p1')).then(() => log.push('p2')).then(() => log.push('p3')).then(() => console.log(log.join('\n')));
typeof f().then;
