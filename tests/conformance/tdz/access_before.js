// Until its declaration has run, a name may be closed over but not touched.
const attempts = {
  read: () => { x; let x = 1; },
  write: () => { x = 1; let x; },
  typeof: () => { typeof x; let x; },
  closure: () => { const f = () => x; f(); let x = 1; },
  self: () => { let x = x + 1; },
  constant: () => { k; const k = 1; },
  klass: () => { new K(); class K {} },
  heritage: () => { class K extends K {} },
  computed: () => { class K { [K.name]() {} } },
  parameter: () => { ((a = b, b) => a)(); },
  ofHead: () => { for (const x of [x]); },
  switchCase: () => { switch (1) { case 0: let y; break; case 1: y; } },
};
for (const name of Object.keys(attempts)) {
  try {
    attempts[name]();
    console.log(name, 'no error');
  } catch (e) {
    console.log(name, e.name + ': ' + e.message);
  }
}
