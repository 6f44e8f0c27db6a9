// The text of a function is exactly what stands in the source.
function  spaced ( a,b )  { /* body */ return a }
const arrow = (a)   =>   a  /* after */ + 1 ;
const o = { method ( ) { }, get   g ( ) { return 1 }, async *ag ( ) { }, ['a' + 1] (x) { } };
class  K  extends  Object  { constructor ( ) { super ( ) } static  s ( ) { } f = () => 1 }
console.log(spaced.toString());
console.log(arrow.toString());
console.log(o.method.toString(), '|', Object.getOwnPropertyDescriptor(o, 'g').get.toString(), '|', o.ag.toString(), '|', o.a1.toString());
console.log(K.toString());
console.log(K.s.toString(), new K().f.toString());
console.log((function* gen ( ) { }).toString(), (async  x  =>  x).toString(), (async function ( ) { }).toString());
console.log(eval('(function  inEval ( ) { /* e */ })').toString());
console.log(`${function () { return 'ü\u{1F600}😀'; }}`);
console.log(/native code/.test(Math.max.toString()), /native code/.test(spaced.bind().toString()));
class Default { }
Default.toString() + (class { }).toString();
