// The class's own name while decorators run.
const attempt = f => { try { console.log(f()); } catch (e) { console.log(e.name + ': ' + e.message); } };
attempt(() => { class C { @(m => { C; }) static m() {} } return 'fine'; });
attempt(() => { class C { @((v, { addInitializer }) => { addInitializer(() => C); }) static m() {} } return 'fine'; });
