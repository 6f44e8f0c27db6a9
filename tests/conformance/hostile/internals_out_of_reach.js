// The dialect and the runtime cannot be written or seen from a script.
for (const text of ['\x06T', 'a\x06b', 'var \x06call = 1', '\x025\x03 1', '"\\x06T" + \x06T', '/*\x03*/ 1', '"use\x02 strict"; 1', '`\x06${1}`', '({ \x06x: 1 })', 'label\x06: 1']) {
  try { console.log(JSON.stringify(text), (0, eval)(text)); } catch (e) { console.log(JSON.stringify(text), e.name); }
}
function f() { '\x011;0;0;0;0;fake'; return 1; }
console.log(f.name, f.length, f(), f.toString().length > 10);
console.log(eval('"\x01255;7;0;0;0;name"; 5'), new Function('"\\x011;5;0;0;0;x"; return 1').length);
const o = { '\x06key': 1, ['\x02']: 2 };
console.log(Object.keys(o).map((k) => k.charCodeAt(0)).join());
console.log(Object.getOwnPropertyNames(globalThis).filter((n) => /[^\w$]/.test(n) || /^Duktape|^CBOR/.test(n)).length);
class A { #p; static names() { return Reflect.ownKeys(new A()).length; } }
A.names();
