// The same names, once they have their values.
let log = [];
function later() { return x + y; }
let x = 1;
const y = 2;
log.push(later());
{
  const f = () => z;
  let z = 'z';
  log.push(f());
}
let undef;
log.push(undef);
class A { static self = A; static name2 = A.name; }
log.push(A.self === A, A.name2);
log;
