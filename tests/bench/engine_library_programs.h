// What the engine's bench runs in our engine only, as ES5 has nothing to set beside it: each program's value is
// [microseconds an operation, microseconds of the same with a plain object or call, measured in turn].
#ifndef ISOBOX_TESTS_BENCH_ENGINE_LIBRARY_PROGRAMS_H
#define ISOBOX_TESTS_BENCH_ENGINE_LIBRARY_PROGRAMS_H

#include <array>

namespace isobox::bench {

struct LibraryProgram {
  const char* name;
  const char* text;
  double reach;  // the ratio that is promised; 0: none
};

// Both sides in turn, ten times; the best of each counts.
#define ISOBOX_AGAINST(setUp, rounds, operation, base)                                             \
  setUp                                                                                           \
      "function timed(f) { const t = performance.now(); f(); return (performance.now() - t) * 1000 / " #rounds "; }" \
      "function ours() { for (let i = 0; i < " #rounds "; i++) { " operation " } }"                \
      "function plain() { for (let i = 0; i < " #rounds "; i++) { " base " } }"                    \
      "let best = [Infinity, Infinity];"                                                          \
      "for (let k = 0; k < 10; k++) best = [Math.min(best[0], timed(ours)), Math.min(best[1], timed(plain))];" \
      "best"

#define ISOBOX_KEYS "const keys = []; for (let i = 0; i < 1000; i++) keys.push('key' + i * 7919 % 100003);" \
  "const map = new Map(), set = new Set(), object = {}; for (const k of keys) { map.set(k, 1); set.add(k); object[k] = 1; }"

constexpr std::array<LibraryProgram, 9> kLibraryPrograms{{
    {"Map.get, a string of 1 000", ISOBOX_AGAINST(ISOBOX_KEYS, 20000, "map.get(keys[i % 1000]);", "object[keys[i % 1000]];"), 1.5},
    {"Map.set, a string of 1 000",
     ISOBOX_AGAINST(ISOBOX_KEYS, 20000, "map.set(keys[i % 1000], i);", "object[keys[i % 1000]] = i;"), 1.5},
    {"Map.set, 20 000 new strings",
     ISOBOX_AGAINST("const keys = []; for (let i = 0; i < 20000; i++) keys.push('key' + i);", 20000,
                    "if (i === 0) globalThis.m = new Map(); m.set(keys[i], i);",
                    "if (i === 0) globalThis.o = {}; o[keys[i]] = i;"), 1.5},
    {"Set.has, a string of 1 000", ISOBOX_AGAINST(ISOBOX_KEYS, 20000, "set.has(keys[i % 1000]);", "keys[i % 1000] in object;"), 1.5},
    {"for-of over a Map, an entry, against for-in",
     ISOBOX_AGAINST(ISOBOX_KEYS, 20000, "if (i % 1000 === 0) for (const [k, v] of map) ;",
                    "if (i % 1000 === 0) for (const k in object) { const v = object[k]; }"), 0},
    {"WeakMap.get against a plain object's",
     ISOBOX_AGAINST("const weak = new WeakMap(), object = {a: 1}, key = {}; weak.set(key, 1);", 20000, "weak.get(key);", "object.a;"), 0},
    {"Symbol as a key against a string",
     ISOBOX_AGAINST("const s = Symbol('s'), object = {[s]: 1, a: 1};", 20000, "object[s];", "object.a;"), 0},
    {"generator, a value, against an array's",
     ISOBOX_AGAINST("function* numbers(n) { for (let i = 0; i < n; i++) yield i; } const array = Array.from({length: 1000}, (_, i) => i);",
                    20000, "if (i % 1000 === 0) for (const n of numbers(1000)) ;", "if (i % 1000 === 0) for (const n of array) ;"), 0},
    {"a method of a class against a function",
     ISOBOX_AGAINST("class A { #x = 1; get() { return this.#x; } } const a = new A(), f = () => 1;", 20000, "a.get();", "f();"), 0},
}};

#undef ISOBOX_KEYS
#undef ISOBOX_AGAINST

/// Microseconds a step of promise chains, and bytes an entry: value [microseconds] or [count].
constexpr const char* kThenProgram =
    "const n = 100000; const t = performance.now(); let p = Promise.resolve(0);"
    "for (let i = 0; i < n; i++) p = p.then(x => x + 1); await p; (performance.now() - t) * 1000 / n";
constexpr const char* kThenFewProgram =
    "const n = 1000; const t = performance.now(); let p = Promise.resolve(0);"
    "for (let i = 0; i < n; i++) p = p.then(x => x + 1); await p; (performance.now() - t) * 1000 / n";
constexpr const char* kAwaitProgram =
    "const n = 50000; const t = performance.now(); async function f(x) { return x; } let s = 0;"
    "for (let i = 0; i < n; i++) s += await f(i); (performance.now() - t) * 1000 / n";
constexpr const char* kMapWeightProgram =
    "var kept = new Map(); for (var i = 0; i < 65536; i++) kept.set(i, i); 65536";
constexpr const char* kSetWeightProgram = "var kept = new Set(); for (var i = 0; i < 65536; i++) kept.add(i); 65536";

}  // namespace isobox::bench

#endif
