function f() {}
f() += 1;
1 = 2;
