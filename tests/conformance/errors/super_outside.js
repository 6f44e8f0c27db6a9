function f() { super.x(); }
