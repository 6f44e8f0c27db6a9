function gcd(a,b){while(b)a=b+0*(b=a%b);return a}
console.log(gcd(48,18));
function fib(n){let a=0,b=1;while(n--)b=a+(a=b);return a}
console.log(fib(10));
(()=>{let pos=1;const adv=()=>pos+=10; console.log(pos+adv())})();
(()=>{let p=5;const skip=()=>{p=8;return p}; console.log(p-skip())})();
(()=>{let i=0;const nx=()=>{i=5;return 3}; console.log(i<nx())})();
(()=>{let v=1;const ch=()=>v=2; console.log(v!==ch())})();
(async()=>{let t=1;const load=async()=>{t=10;return 1}; console.log(t+await load())})();
const it=(function*(){let x=1;console.log(x+(x=yield))})();
it.next();it.next(5);
(()=>{let i=1;console.log(i+ ++i, i- --i)})();
(()=>{let b=2;console.log(b+b++, b+(b=0), b==(b=9))})();
(()=>{let a=1; console.log((a)+(a=2), (0,a)+(a=5)); let s='x'; console.log(s+(s=null)+(s=undefined)+s, s+(s=true)+s)})();
(function(a){ console.log(a+(arguments[0]=7), a) })(1);
(function(a){ console.log(a+eval('a=9'), a) })(1);
(()=>{let a=1; const o={get x(){a=50;return 1}, valueOf(){a=70; return 2}}; console.log(a+o.x, a+-o, a)})();
(()=>{let a=1; a = a + (a > 0 ? (a = 3) : (a = 4)) + (a && (a = 8)) + a; console.log(a)})();
(()=>{let a=10n; console.log(a*(a=2n), a**(a=3n), 'k' in {k:a}, a instanceof Object)})();
(()=>{try{throw 1}catch(e){console.log(e+(e=5), e)}})();
(()=>{let {a,b}={a:1,b:2}; for (let i=0;i<3;i++) a = b + (b = a + i); console.log(a,b)})();
(()=>{let i=0; const arr=[1,2,3]; let sum=0; while(i<arr.length) sum = sum + arr[i++]; console.log(sum, i - (i = i - 1) + i)})();
