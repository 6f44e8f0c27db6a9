console.log(btoa(''), btoa('a'), btoa('ab'), btoa('abc'), btoa('\xff\x00é'), btoa(12), btoa(null));
console.log(atob(''), atob('YQ=='), atob('YWI='), atob('YWJj'), atob(' Y W J j\n'), atob('YQ'), escape(atob('/+8=')), escape(atob(null)));
for (const bad of ['a', 'ab=', 'a===', '=', 'YQ=a', 'Y*==', 'ab==c', 'YWJj=', 'é'])
  try {
    console.log(bad, atob(bad));
  } catch (e) {
    console.log(bad, e.name, e.code, e instanceof DOMException, e instanceof Error);
  }
try {
  btoa('€');
} catch (e) {
  console.log(e.name, e.message, e.code);
}
for (const f of [atob, btoa])
  try {
    f();
  } catch (e) {
    console.log(e.name, e.code);
  }
console.log(atob.length, btoa.name);
const all = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join('');
console.log(atob(btoa(all)) === all);
void 0;
