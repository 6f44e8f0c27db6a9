// What the engine's bench runs in our engine and in stock Duktape: ES5, each program measures its own inner
// part and its value is microseconds an operation. Read by both programs of the bench.
#ifndef ISOBOX_TESTS_BENCH_ENGINE_PROGRAMS_H
#define ISOBOX_TESTS_BENCH_ENGINE_PROGRAMS_H

struct isobox_bench_program {
  const char* name;
  const char* text;
};

// `n` elements in `a`; then `rounds` times `work`.
#define ISOBOX_ON_ARRAY(n, rounds, work)         \
  "var a = [], i, n = " #n ", rounds = " #rounds \
  ", t; for (i = 0; i < n; i++) a.push(i);"      \
  "t = Date.now(); for (i = 0; i < rounds; i++) { " work " } (Date.now() - t) * 1000 / rounds"

static const struct isobox_bench_program isobox_bench_programs[] = {
    {"list of 100 000 nodes, a node",
     "var list = null, i, t = Date.now(); for (i = 0; i < 100000; i++) list = {next: list};"
     "(Date.now() - t) * 1000 / 100000"},
    {"list of 300 000 nodes, a node",
     "var list = null, i, t = Date.now(); for (i = 0; i < 300000; i++) list = {next: list};"
     "(Date.now() - t) * 1000 / 300000"},
    {"an object, with few alive",
     "var i, o, t = Date.now(); for (i = 0; i < 300000; i++) o = {a: 1};"
     "(Date.now() - t) * 1000 / 300000"},
    {"an object, with 200 000 alive",
     "var kept = [], i, o, t; for (i = 0; i < 200000; i++) kept.push({});"
     "t = Date.now(); for (i = 0; i < 300000; i++) o = {a: 1}; (Date.now() - t) * 1000 / 300000"},
    {"shift, 1 000 elements", ISOBOX_ON_ARRAY(1000, 20000, "a.push(a.shift());")},
    {"shift, 50 000 elements", ISOBOX_ON_ARRAY(50000, 500, "a.push(a.shift());")},
    {"unshift, 50 000 elements", ISOBOX_ON_ARRAY(50000, 500, "a.unshift(i);")},
    {"splice in the middle, 50 000 elements", ISOBOX_ON_ARRAY(50000, 500, "a.splice(25000, 1, i, i);")},
    {"push and pop", ISOBOX_ON_ARRAY(1000, 300000, "a.push(i); a.pop();")},
    {"slice, 50 000 elements", ISOBOX_ON_ARRAY(50000, 100, "a.slice();")},
    {"concat, 50 000 elements", ISOBOX_ON_ARRAY(50000, 100, "a.concat(a);")},
    {"indexOf, 50 000 elements", ISOBOX_ON_ARRAY(50000, 100, "a.indexOf(-1);")},
    {"reverse, 50 000 elements", ISOBOX_ON_ARRAY(50000, 100, "a.reverse();")},
    {"sort numbers, 20 000 elements",
     ISOBOX_ON_ARRAY(20000, 2,
                     "a.sort(function (x, y) { return (x * 7919) % 20011 - (y * 7919) % 20011; });")},
    {"join, 50 000 elements", ISOBOX_ON_ARRAY(50000, 10, "a.join();")},
    {"s += x, to 1 MB",
     "var s = '', i, t = Date.now(); for (i = 0; i < 100000; i++) s += '0123456789';"
     "(Date.now() - t) * 1000 / 100000"},
    {"s += x, to 10 MB",
     "var s = '', i, t = Date.now(); for (i = 0; i < 1000000; i++) s += '0123456789';"
     "(Date.now() - t) * 1000 / 1000000"},
    {"charCodeAt in order, 1 000 000 characters not ASCII",
     "var s = '\\u00e9\\u4e2d', n = 0, i, t; while (s.length < 1000000) s += s; t = Date.now();"
     "for (i = 0; i < 300000; i++) n += s.charCodeAt(i); (Date.now() - t) * 1000 / 300000"},
    {"charCodeAt anywhere, 1 000 000 characters not ASCII",
     "var s = '\\u00e9\\u4e2d', n = 0, i, t; while (s.length < 1000000) s += s; t = Date.now();"
     "for (i = 0; i < 20000; i++) n += s.charCodeAt((i * 7919) % 1000000); (Date.now() - t) * 1000 / 20000"},
};

#undef ISOBOX_ON_ARRAY

#endif
