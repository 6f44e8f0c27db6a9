/* The programs of the engine's bench. */
#include "tests/bench/engine_programs.h"

#define ISOBOX_COUNT(array) (sizeof(array) / sizeof(array)[0])

/* `rounds` times `work`, after `before`; the value is microseconds a round. */
#define ISOBOX_LOOP(before, rounds, work)                              \
  "(function () { var i, t, rounds = " #rounds ";" before "t = performance.now();" \
  "for (i = 0; i < rounds; i++) { " work " } return (performance.now() - t) * 1000 / rounds; })()"

/* The same at the top of the program, with `n` elements in `a`. */
#define ISOBOX_ON_ARRAY(n, rounds, work)         \
  "var a = [], i, n = " #n ", rounds = " #rounds \
  ", t; for (i = 0; i < n; i++) a.push(i);"      \
  "t = performance.now(); for (i = 0; i < rounds; i++) { " work " } (performance.now() - t) * 1000 / rounds"

/* A classic program, written anew: `setUp` defines main(), whose answer is checked. */
#define ISOBOX_CLASSIC(setUp, rounds, answer)                                          \
  setUp "(function () { var i, t = performance.now(); for (i = 0; i < " #rounds "; i++)"       \
        "if (main() !== " #answer ") throw new Error('wrong answer: ' + main());"      \
        "return (performance.now() - t) * 1000 / " #rounds "; })()"

#define ISOBOX_FIBONACCI \
  "function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } function main() { return fib(24); }"

#define ISOBOX_SIEVE                                                                       \
  "function main() { var n = 60000, a = [], i, j, count = 0;"                              \
  "for (i = 0; i <= n; i++) a[i] = true;"                                                  \
  "for (i = 2; i <= n; i++) if (a[i]) { count++; for (j = i + i; j <= n; j += i) a[j] = false; }" \
  "return count; }"

#define ISOBOX_NBODY                                                                       \
  "function Body(x, y, z, vx, vy, vz, m) { this.x = x; this.y = y; this.z = z; this.vx = vx; this.vy = vy;" \
  "this.vz = vz; this.m = m; }"                                                            \
  "function advance(bodies, dt) { var i, j, a, b, dx, dy, dz, d2, mag;"                    \
  "for (i = 0; i < bodies.length; i++) { a = bodies[i];"                                   \
  "for (j = i + 1; j < bodies.length; j++) { b = bodies[j];"                               \
  "dx = a.x - b.x; dy = a.y - b.y; dz = a.z - b.z; d2 = dx * dx + dy * dy + dz * dz;"      \
  "mag = dt / (d2 * Math.sqrt(d2));"                                                       \
  "a.vx -= dx * b.m * mag; a.vy -= dy * b.m * mag; a.vz -= dz * b.m * mag;"                \
  "b.vx += dx * a.m * mag; b.vy += dy * a.m * mag; b.vz += dz * a.m * mag; } }"            \
  "for (i = 0; i < bodies.length; i++) { a = bodies[i]; a.x += dt * a.vx; a.y += dt * a.vy; a.z += dt * a.vz; } }" \
  "function main() { var bodies = [new Body(0, 0, 0, 0, 0, 0, 40), new Body(5, -1, 0, 0.6, 2.8, 0, 0.04),"  \
  "new Body(8, 4, 0, -1, 1.8, 0, 0.01), new Body(13, -15, 0, 1, 0.8, 0, 0.002), new Body(15, -26, 0, 1, 0.6, 0, 0.002)];" \
  "for (var i = 0; i < 2000; i++) advance(bodies, 0.01); return Math.floor(bodies[1].x * 1e6); }"

#define ISOBOX_FANNKUCH                                                                    \
  "function main() { var n = 7, p = [], q = [], s = [], sign = 1, most = 0, sum = 0, i, j, t, flips, k;" \
  "for (i = 0; i < n; i++) p[i] = q[i] = s[i] = i;"                                        \
  "for (;;) { if (p[0] !== 0) { for (i = 0; i < n; i++) q[i] = p[i]; flips = 1;"           \
  "for (;;) { k = q[q[0]]; if (k === 0) { if (flips > most) most = flips; sum += sign * flips; break; }" \
  "q[q[0]] = q[0]; j = q[0]; if (j > 2) { for (i = 1, t = j - 1; i < t; i++, t--) { var u = q[i]; q[i] = q[t]; q[t] = u; } }" \
  "q[0] = k; flips++; } }"                                                                 \
  "if (sign === 1) { t = p[0]; p[0] = p[1]; p[1] = t; sign = -1; }"                        \
  "else { t = p[1]; p[1] = p[2]; p[2] = t; sign = 1;"                                      \
  "for (i = 2; i < n; i++) { if (s[i] !== 0) { s[i]--; break; }"                           \
  "if (i === n - 1) return most; s[i] = i; t = p[0]; for (j = 0; j <= i; j++) p[j] = p[j + 1]; p[i + 1] = t; } } } }"

#define ISOBOX_TREES                                                                       \
  "function make(depth) { return depth === 0 ? {left: null, right: null} : {left: make(depth - 1), right: make(depth - 1)}; }" \
  "function count(t) { return t.left === null ? 1 : 1 + count(t.left) + count(t.right); }"  \
  "function main() { return count(make(12)); }"

#define ISOBOX_MATRIX                                                                      \
  "function make(n, f) { var m = [], i, j; for (i = 0; i < n; i++) { m[i] = []; for (j = 0; j < n; j++) m[i][j] = f(i, j); } return m; }" \
  "function main() { var n = 40, a = make(n, function (i, j) { return i + j; }), b = make(n, function (i, j) { return i - j; })," \
  "i, j, k, s, total = 0; for (i = 0; i < n; i++) for (j = 0; j < n; j++) { s = 0;"          \
  "for (k = 0; k < n; k++) s += a[i][k] * b[k][j]; total += s; } return total; }"

#define ISOBOX_BITS                                                                        \
  "function main() { var crc, i, j, c, table = [];"                                        \
  "for (i = 0; i < 256; i++) { c = i; for (j = 0; j < 8; j++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1; table[i] = c >>> 0; }" \
  "crc = -1; for (i = 0; i < 20000; i++) crc = table[(crc ^ i) & 255] ^ (crc >>> 8); return (crc ^ -1) >>> 0; }"

#define ISOBOX_CLOSURES                                                                    \
  "function main() { var list = [], i, total = 0;"                                         \
  "function adder(n) { return function (x) { return x + n; }; }"                           \
  "for (i = 0; i < 3000; i++) list.push(adder(i));"                                        \
  "list.forEach(function (f) { total += f(1); });"                                         \
  "return list.map(function (f) { return f(2); }).filter(function (x) { return x % 2 === 0; }).length + total; }"

#define ISOBOX_OBJECTS                                                                     \
  "function Shape(n) { this.name = n; this.parts = []; } Shape.prototype.add = function (p) { this.parts.push(p); return this; };" \
  "Shape.prototype.area = function () { var s = 0; for (var i = 0; i < this.parts.length; i++) s += this.parts[i].area(); return s; };" \
  "function Square(a) { this.side = a; } Square.prototype.area = function () { return this.side * this.side; };" \
  "function Box(a, b) { this.a = a; this.b = b; } Box.prototype.area = function () { return this.a * this.b; };" \
  "function main() { var shape = new Shape('s'), i; for (i = 0; i < 2000; i++) shape.add(i % 2 ? new Square(i) : new Box(i, 2));" \
  "var sum = 0; for (i = 0; i < 5; i++) sum = shape.area(); return sum; }"

#define ISOBOX_WORDS                                                                       \
  "var text = ''; (function () { for (var i = 0; i < 2000; i++) text += 'word' + (i % 97) + ' '; })();" \
  "function main() { var counts = {}, words = text.split(' '), i, w, keys;"                \
  "for (i = 0; i < words.length; i++) { w = words[i]; if (w) counts[w] = (counts[w] || 0) + 1; }" \
  "keys = Object.keys(counts).sort(); return keys.length + keys.join(',').length; }"

#define ISOBOX_LEXER                                                                       \
  "var source = ''; (function () { for (var i = 0; i < 300; i++) source += 'let x' + i + ' = (a + 12) * b; '; })();" \
  "function main() { var i = 0, tokens = 0, c; while (i < source.length) { c = source.charCodeAt(i);" \
  "if (c === 32) { i++; continue; } tokens++;"                                             \
  "if (c >= 97 && c <= 122) { do { c = source.charCodeAt(++i); } while ((c >= 97 && c <= 122) || (c >= 48 && c <= 57)); }" \
  "else if (c >= 48 && c <= 57) { do { c = source.charCodeAt(++i); } while (c >= 48 && c <= 57); } else i++; } return tokens; }"

#define ISOBOX_JSON                                                                        \
  "var data = []; (function () { for (var i = 0; i < 500; i++) data.push({id: i, name: 'n' + i, tags: ['a', 'b'], nested: {x: i / 3}}); })();" \
  "function main() { return JSON.parse(JSON.stringify(data)).length; }"

#define ISOBOX_EXCEPTIONS                                                                  \
  "function main() { var n = 0; for (var i = 0; i < 3000; i++) { try { if (i % 3 === 0) throw i; n++; } catch (e) { n += 2; } finally { n++; } }" \
  "return n; }"

const struct isobox_bench_program isobox_time_programs[] = {
    {"interpreter", "recursive calls (fib 24)", ISOBOX_CLASSIC(ISOBOX_FIBONACCI, 2, 46368)},
    {"interpreter", "sieve to 60 000", ISOBOX_CLASSIC(ISOBOX_SIEVE, 5, 6057)},
    {"interpreter", "n-body, 2 000 steps", ISOBOX_CLASSIC(ISOBOX_NBODY, 2, -4647538)},
    {"interpreter", "fannkuch 7", ISOBOX_CLASSIC(ISOBOX_FANNKUCH, 6, 16)},
    {"interpreter", "binary trees, depth 12", ISOBOX_CLASSIC(ISOBOX_TREES, 8, 8191)},
    {"interpreter", "matrix product, 40 x 40", ISOBOX_CLASSIC(ISOBOX_MATRIX, 8, 8528000)},
    {"interpreter", "CRC-32 of 20 000 numbers", ISOBOX_CLASSIC(ISOBOX_BITS, 12, 4024292205)},
    {"interpreter", "closures, map and filter", ISOBOX_CLASSIC(ISOBOX_CLOSURES, 6, 4503000)},
    {"interpreter", "methods of 2 000 objects", ISOBOX_CLASSIC(ISOBOX_OBJECTS, 10, 1335331000)},
    {"interpreter", "counting words", ISOBOX_CLASSIC(ISOBOX_WORDS, 80, 765)},
    {"interpreter", "lexer with charCodeAt", ISOBOX_CLASSIC(ISOBOX_LEXER, 15, 3300)},
    {"interpreter", "JSON there and back", ISOBOX_CLASSIC(ISOBOX_JSON, 20, 500)},
    {"interpreter", "try, throw, catch, finally", ISOBOX_CLASSIC(ISOBOX_EXCEPTIONS, 60, 7000)},

    {"collector", "list of 100 000 nodes, longer at its end, a node",
     "var first = {next: null}, last = first, i, t = performance.now(); for (i = 0; i < 100000; i++) last = last.next = {next: null};"
     "(performance.now() - t) * 1000 / 100000"},
    {"collector", "list of 100 000 nodes, a node",
     "var list = null, i, t = performance.now(); for (i = 0; i < 100000; i++) list = {next: list};"
     "(performance.now() - t) * 1000 / 100000"},
    {"collector", "list of 300 000 nodes, a node",
     "var list = null, i, t = performance.now(); for (i = 0; i < 300000; i++) list = {next: list};"
     "(performance.now() - t) * 1000 / 300000"},
    {"collector", "an object, with few alive",
     "var i, o, t = performance.now(); for (i = 0; i < 300000; i++) o = {a: 1};"
     "(performance.now() - t) * 1000 / 300000"},
    {"collector", "an object, with 200 000 alive",
     "var kept = [], i, o, t; for (i = 0; i < 200000; i++) kept.push({});"
     "t = performance.now(); for (i = 0; i < 300000; i++) o = {a: 1}; (performance.now() - t) * 1000 / 300000"},

    {"arrays", "shift, 1 000 elements", ISOBOX_ON_ARRAY(1000, 20000, "a.push(a.shift());")},
    {"arrays", "shift, 50 000 elements", ISOBOX_ON_ARRAY(50000, 500, "a.push(a.shift());")},
    {"arrays", "unshift, 50 000 elements", ISOBOX_ON_ARRAY(50000, 500, "a.unshift(i);")},
    {"arrays", "splice in the middle, 50 000 elements", ISOBOX_ON_ARRAY(50000, 500, "a.splice(25000, 1, i, i);")},
    {"arrays", "push and pop", ISOBOX_ON_ARRAY(1000, 300000, "a.push(i); a.pop();")},
    {"arrays", "slice, 50 000 elements", ISOBOX_ON_ARRAY(50000, 100, "a.slice();")},
    {"arrays", "concat, 50 000 elements", ISOBOX_ON_ARRAY(50000, 100, "a.concat(a);")},
    {"arrays", "indexOf, 50 000 elements", ISOBOX_ON_ARRAY(50000, 100, "a.indexOf(-1);")},
    {"arrays", "reverse, 50 000 elements", ISOBOX_ON_ARRAY(50000, 100, "a.reverse();")},
    {"arrays", "sort numbers, 20 000 elements",
     ISOBOX_ON_ARRAY(20000, 2, "a.sort(function (x, y) { return (x * 7919) % 20011 - (y * 7919) % 20011; });")},
    {"arrays", "join, 50 000 elements", ISOBOX_ON_ARRAY(50000, 10, "a.join();")},

    {"texts", "s += x, to 1 MB",
     "var s = '', i, t = performance.now(); for (i = 0; i < 100000; i++) s += '0123456789';"
     "(performance.now() - t) * 1000 / 100000"},
    {"texts", "s += x, to 10 MB",
     "var s = '', i, t = performance.now(); for (i = 0; i < 1000000; i++) s += '0123456789';"
     "(performance.now() - t) * 1000 / 1000000"},
    {"texts", "charCodeAt in order, 1 000 000 characters not ASCII",
     ISOBOX_LOOP("var s = '\\u00e9\\u4e2d', n = 0; while (s.length < 1000000) s += s;", 300000, "n += s.charCodeAt(i);")},
    {"texts", "charCodeAt anywhere, 1 000 000 characters not ASCII",
     ISOBOX_LOOP("var s = '\\u00e9\\u4e2d', n = 0; while (s.length < 1000000) s += s;", 20000,
                 "n += s.charCodeAt((i * 7919) % 1000000);")},
    {"texts", "String(number) of random numbers", ISOBOX_LOOP("var n = 0;", 50000, "n += String(i / 7).length;")},
    {"texts", "Number(text) of random numbers",
     ISOBOX_LOOP("var a = [], n = 0; for (i = 0; i < 100; i++) a.push(String(i / 7));", 50000, "n += Number(a[i % 100]);")},
};
const size_t isobox_time_program_count = ISOBOX_COUNT(isobox_time_programs);

/* `n` things, each in a node of a list. */
#define ISOBOX_KEPT(n, thing) \
  "var kept = null; for (var i = 0; i < " #n "; i++) kept = {next: kept, thing: " thing "}; " #n

const struct isobox_bench_program isobox_weight_programs[] = {
    {"bytes", "a node of a list", "var kept = null; for (var i = 0; i < 100000; i++) kept = {next: kept}; 100000"},
    {"bytes", "a node and an empty object", ISOBOX_KEPT(50000, "{}")},
    {"bytes", "a node and an object of four properties", ISOBOX_KEPT(50000, "{a: i, b: i, c: i, d: i}")},
    {"bytes", "a node and an array of ten numbers", ISOBOX_KEPT(50000, "[i, i, i, i, i, i, i, i, i, i]")},
    {"bytes", "a node and a string of 20 characters", ISOBOX_KEPT(50000, "'0123456789abcd' + (100000 + i)")},
    {"bytes", "a node and a string of 200 characters",
     "var s = ''; while (s.length < 190) s += '0123456789';" ISOBOX_KEPT(50000, "s + (1000000000 + i)")},
    {"bytes", "a node and a closure", ISOBOX_KEPT(50000, "(function () { return i; })")},
    {"bytes", "an element of an array of numbers", "var kept = []; for (var i = 0; i < 500000; i++) kept.push(i); 500000"},
    {"bytes", "a property of a large object", "var kept = {}; for (var i = 0; i < 50000; i++) kept['key' + i] = i; 50000"},
};
const size_t isobox_weight_program_count = ISOBOX_COUNT(isobox_weight_programs);
