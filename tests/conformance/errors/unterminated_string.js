let ok = 'fine';
let bad = 'no end;
ok;
