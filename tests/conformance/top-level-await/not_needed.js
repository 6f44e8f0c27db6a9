// Without await at its top a text is a plain script, in which await is a name.
var await = 5;
function f() { return await; }
f() + await;
