// A name of the program in its dead zone, seen from a function and from indirect eval.
function peek() { return value; }
try { peek(); } catch (e) { console.log(e.message); }
try { (0, eval)('value'); } catch (e) { console.log(e.name); }
try { typeof value; } catch (e) { console.log(e.message); }
let value = 5;
console.log(peek(), (0, eval)('value'));
