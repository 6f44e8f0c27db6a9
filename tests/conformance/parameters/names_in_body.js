// A var of the body with a parameter's name begins with its value; a function takes its place.
function a(x = 1) { var x; return x; }
function b(x = 1, y = () => x) { var x = 2; return [x, y()].join(); }
function c(x = 1) { function x() {} return typeof x; }
function d(arguments_ = () => arguments.length) { return arguments_(); }
console.log(a(), b(), c(), d(undefined, 2, 3));
function e(f = eval('1 + 1')) { return f; }
console.log(e());
function g(x, y = eval('var z = x; z')) { return typeof z + y; }
g(4);
