// Methods of arrays: what is moved as memory gives what the specification's steps give, and whatever is not
// plain goes through these steps.
#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;

class EngineArrays : public EngineTest {};

TEST_F(EngineArrays, PlainOnesChangeAsTheirLikesDo) {
  // The same steps on an array and on an array-like, which is never plain.
  EXPECT_EQ(valueOf(R"(
    const steps = [a => A.push.call(a, 1, 2, 3), a => A.unshift.call(a, 'x', 'y'), a => A.shift.call(a), a => A.splice.call(a, 1, 2, 'p', 'q', 'r'),
      a => A.splice.call(a, 0, 1), a => A.splice.call(a, -2), a => A.reverse.call(a), a => A.pop.call(a), a => A.fill.call(a, 0, 1, 3),
      a => A.push.call(a, undefined, null, 'z'), a => A.copyWithin.call(a, 0, 2), a => A.sort.call(a), a => A.splice.call(a, 1, 0, 5, 6, 7, 8, 9)];
    const A = Array.prototype, array = [], like = {length: 0};
    let wrong = 0;
    for (let round = 0; round < 50; round++)
      for (const step of steps) {
        const [x, y] = [step(array), step(like)];
        if (JSON.stringify(x === array ? 0 : x) !== JSON.stringify(y === like ? 0 : y)) wrong++;
        if (JSON.stringify(array) !== JSON.stringify(Array.from(like))) wrong++;
      }
    [wrong, array.length > 100])"),
            "[0,true]");
}

TEST_F(EngineArrays, HolesStayHolesUnlessAPrototypeFillsThem) {
  EXPECT_EQ(valueOf("const a = [1, , 3]; a.reverse(); a.unshift(0); 2 in a"), "false");
  EXPECT_EQ(valueOf("const b = [, 2]; const c = b.concat([, 4]); [0 in c, 2 in c, c.indexOf(undefined), "
                    "c.includes(undefined)]"),
            "[false,false,-1,true]");
  EXPECT_EQ(valueOf("Array.prototype[1] = 'p'; const r = [[1, , 3].slice(), [1, , 3].indexOf('p')]; delete "
                    "Array.prototype[1]; r"),
            R"([[1,"p",3],1])");
  EXPECT_EQ(valueOf("let seen = []; Object.defineProperty(Object.prototype, 3, {set(v) { seen.push(v) }, "
                    "configurable: true});"
                    "const d = [1, 2, 3]; Array.prototype.push.call(d, 4); delete Object.prototype[3]; "
                    "[seen, d.length, 3 in d]"),
            "[[4],4,false]");
}

TEST_F(EngineArrays, WhatCannotChangeThrowsAndDoesNot) {
  for (const char* make :
       {"Object.freeze([2, 1])", "Object.defineProperty([2, 1], 'length', {writable: false})"})
    EXPECT_EQ(valueOf(std::string("{ const a = ") + make +
                      "; ['push', 'pop', 'shift', 'unshift', 'splice'].map(m => { try { a[m](0, 1, 5); "
                      "return m } catch (e) { return e instanceof TypeError } })"
                      ".concat(a.length) }"),
              "[true,true,true,true,true,2]")
        << make;
  EXPECT_EQ(valueOf("const n = Object.preventExtensions([1, 2]); let t; try { n.push(3) } catch (e) { t = "
                    "e.name } [t, n.length, n.shift()]"),
            R"(["TypeError",2,1])");
}

TEST_F(EngineArrays, SpeciesAndSubclassesMakeTheResults) {
  EXPECT_EQ(
      valueOf(
          "class Mine extends Array {} const m = Mine.of(3, 1, 2);"
          "['map', 'filter', 'slice', 'splice', 'concat', 'flat'].every(f => m[f](x => x) instanceof Mine)"),
      "true");
  EXPECT_EQ(
      valueOf(
          "const o = [1, 2, 3]; o.constructor = {[Symbol.species]: function (n) { return {n} }}; o.slice(1)"),
      R"({"0":2,"1":3,"n":2,"length":2})");
}

TEST_F(EngineArrays, SortingIsStableAndWithstandsItsFunction) {
  EXPECT_EQ(
      valueOf(
          "const s = Array.from({length: 3000}, (_, i) => [i % 7, i]); s.sort((a, b) => a[0] - b[0]);"
          "s.every((e, i) => i === 0 || s[i - 1][0] < e[0] || (s[i - 1][0] === e[0] && s[i - 1][1] < e[1]))"),
      "true");
  EXPECT_EQ(valueOf("const q = [5, , 3, undefined, 1]; q.sort(); [q.length, q.slice(0, 3), q[3], 4 in q]"),
            R"([5,[1,3,5],{"$isobox":"undefined"},false])");
  EXPECT_EQ(
      valueOf("const z = [3, 2, 1, 0]; z.sort((a, b) => { z.length = 0; z.push('new'); return a - b }); z"),
      "[0,1,2,3]");
  EXPECT_EQ(valueOf("const w = [2, 1]; let e; try { w.sort(() => { throw 7 }) } catch (x) { e = x } [e, w]"),
            "[7,[2,1]]");
}

TEST_F(EngineArrays, FunctionsThatAreCalledMayPullTheArrayAway) {
  EXPECT_EQ(valueOf("const a = [1, 2, 3, 4]; const seen = []; a.forEach((x, i) => { seen.push(x); a.length = "
                    "2 }); seen"),
            "[1,2]");
  EXPECT_EQ(valueOf("const b = [1, 2, 3]; b.constructor = {get [Symbol.species]() { b.length = 0; return "
                    "Array }}; b.splice(0, 3, 9).length + b.length"),
            "4");
  EXPECT_EQ(valueOf("const c = [1, 2, 3]; c.fill(0, {valueOf() { c.length = 0; return 0 }}); c"), "[0,0,0]");
  EXPECT_EQ(valueOf("const d = [1, 2, 3]; d.indexOf(3, {valueOf() { d.length = 1; return 0 }})"), "-1");
  EXPECT_EQ(valueOf("const f = [1, 2, 3, 4]; f.slice({valueOf() { f.length = 1; return 0 }}).length"), "4");
}

TEST_F(EngineArrays, AQueueEmptiesFromTheFront) {
  const Ran ran =
      run("const q = []; for (let i = 0; i < 60000; i++) q.push(i); let n = 0; while (q.length) n += "
          "q.shift(); n");
  EXPECT_EQ(ran.value, "1799970000");
  EXPECT_LT(ran.took.count(), 5'000 * kSlowness);  // Duktape: 60 s
}

// ---- long strings ----

TEST_F(EngineArrays, StringsThatGrowShareNothingThatCanBeSeen) {
  EXPECT_EQ(valueOf("const base = 'x'.repeat(2000); const one = base + '1', two = base + '2', three = one + "
                    "'3', four = one + '4';"
                    "[base.length, one.slice(-2), two.slice(-2), three.slice(-3), four.slice(-3), one === "
                    "base + '1', three > four]"),
            R"([2000,"x1","x2","x13","x14",true,false])");
  EXPECT_EQ(
      valueOf("let list = '[' + '1,'.repeat(500) + '2'; const good = list + ']'; const bad = good + ']';"
              "let e; try { JSON.parse(bad) } catch (x) { e = x.name } [JSON.parse(good).length, e]"),
      R"([501,"SyntaxError"])");
  EXPECT_EQ(valueOf("const digits = '1'.repeat(300); const more = digits + '2'; const none = more + 'z'; "
                    "[Number(more) > 1e299, Number(none) !== Number(none)]"),
            "[true,true]");
}

TEST_F(EngineArrays, BuildingAStringPieceByPieceIsLinear) {
  const Ran ran = run(
      "let s = ''; for (let i = 0; i < 1000000; i++) s += '0123456789'; s.length + s.charCodeAt(9999999)");
  EXPECT_EQ(ran.value, "10000057");
  EXPECT_LT(ran.took.count(), 8'000 * kSlowness);
}

TEST_F(EngineArrays, CharactersAnywhereInALongString) {
  const Ran ran =
      run("let s = 'a\\u00e9\\u4e2d\\ud83d\\ude00'; const five = s; while (s.length < 1000000) s += s; let "
          "wrong = 0;"
          "for (let i = 0; i < 200000; i++) { const at = (i * 7919) % s.length; if (s.charCodeAt(at) !== "
          "five.charCodeAt(at % 5)) wrong++ }"
          "[wrong, s.slice(-5) === five, s.indexOf('\\u4e2d', 700000) % 5]");
  EXPECT_EQ(ran.value, "[0,true,2]");
  EXPECT_LT(ran.took.count(), 5'000 * kSlowness);  // counting from the nearest end: minutes
}

// ---- the collector ----

TEST_F(EngineArrays, MarkingKnowsNoDepth) {
  order.heap = 128_MiB;
  const Ran ran =
      run("let list = null; for (let i = 0; i < 300000; i++) list = {next: list};"
          "const ring = {}; ring.ring = ring; for (let i = 0; i < 20; i++) { let garbage = {}; garbage.self "
          "= garbage }"
          "let n = 0; for (let at = list; at; at = at.next) n++; n");
  EXPECT_EQ(ran.value, "300000");
  EXPECT_LT(ran.took.count(), 3'000 * kSlowness);
}

TEST_F(EngineArrays, CyclesAreCollectedHoweverFullTheHeap) {
  order.heap = 24_MiB;
  const Ran ran =
      run("const kept = []; for (let i = 0; i < 50000; i++) kept.push({i});"
          "for (let i = 0; i < 400000; i++) { const a = {}, b = {a}; a.b = b } kept.length");
  EXPECT_EQ(ran.value, "50000") << ran.message;
  EXPECT_LT(ran.took.count(), 10'000 * kSlowness);
}

TEST_F(EngineArrays, AnArrayThatGrowsFindsTheGarbageFirst) {
  order.heap = 24_MiB;
  const Ran ran =
      run("const kept = []; for (let i = 0; i < 300000; i++) { kept.push(i); const a = {}; a.self = a }"
          "new Uint8Array(4e6).length + kept.length");
  EXPECT_EQ(ran.value, "4300000") << ran.message;
  EXPECT_EQ(run("Array(4294967295).fill(0)").claim, Claim::HeapExhausted);
}

}  // namespace
}  // namespace isobox::runner
