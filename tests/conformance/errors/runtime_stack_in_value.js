function a() { return b(); }
function b() { return new Error('kept').stack; }
a();
