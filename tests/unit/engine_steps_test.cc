// Steps: an exact count that depends on the program alone; fuel; and runs whose chance and clocks are given.
#include <set>

#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;

/// Programs that spend their steps in different ways: instructions, native loops, regular expressions, coroutines, eval.
constexpr const char* kPrograms[] = {
    "1",
    "let n = 0; for (let i = 0; i < 1000; i++) n += i; n",
    "let n = 0; for (let i = 0; i < 100000; i++) n += i; n",
    "[...Array(2000).keys()].map(x => (x * 7919) % 2003).sort((a, b) => a - b).join()",
    "'x'.repeat(3000).indexOf('xy') + /^(x+)+$/.exec('x'.repeat(20))[0].length",
    "function* g() { for (let i = 0; i < 500; i++) yield i } let s = 0; for (const x of g()) s += x; s",
    "(async () => { let s = 0; for (let i = 0; i < 200; i++) s += await i; return s })()",
    "let p = Promise.resolve(0); for (let i = 0; i < 9000; i++) p = p.then(i % 3 ? x => x + 1 : undefined); await p",
    "eval('1 + 1'); new Function('a', 'return a * 2')(4)",
    "const m = new Map(); for (let i = 0; i < 500; i++) m.set({i}, i); [...m.values()].length",
    "const f = n => n < 2 ? n : f(n - 1) + f(n - 2); f(15)",
    "JSON.stringify(JSON.parse('{\"a\":[1,2,{\"b\":3}]}'))",
    "Array(5000).join('x').length",
    "try { null.x } catch (e) { e.message }",
    "class A { #x = 1; get x() { return this.#x } } new A().x",
    "const o = {}; for (let i = 300; i > 0; i--) o[i] = i; Object.keys(o).length",
};

class Steps : public EngineTest {
 protected:
  /// In an engine that has run nothing, as a runner's: what ran before is part of what a program finds.
  Ran runFresh(std::string source) {
    engine = Engine::create(512_MiB).value();
    Entropy root;
    root.seed({static_cast<std::uint32_t>(++fresh)});
    engine->reseed(root);
    return run(std::move(source));
  }

  int fresh = 0;  // each with seeds of its own
};

TEST_F(Steps, TheCountIsTheSameEveryTime) {
  for (const char* program : kPrograms) {
    std::set<std::uint64_t> counts;
    for (int round = 0; round < 3; ++round) {
      const Ran ran = runFresh(program);
      ASSERT_EQ(ran.claim, Claim::Completed) << program << ": " << ran.message;
      counts.insert(ran.steps);
    }
    EXPECT_EQ(counts.size(), 1u) << program << ": " << ::testing::PrintToString(counts);
  }
}

TEST_F(Steps, FuelIsExact) {
  for (const char* program : kPrograms) {
    order.fuel = 0;
    const std::uint64_t needed = runFresh(program).steps;
    ASSERT_GT(needed, 0u);
    order.fuel = needed;
    const Ran enough = runFresh(program);
    EXPECT_EQ(enough.claim, Claim::Completed) << program << " with " << needed;
    EXPECT_EQ(enough.steps, needed) << program;
    for (const std::uint64_t less : {needed - 1, needed / 2, std::uint64_t{1}}) {
      if (less == 0 || less >= needed) continue;
      order.fuel = less;
      const Ran out = runFresh(program);
      EXPECT_EQ(out.claim, Claim::FuelExpired) << program << " with " << less << " of " << needed;
      EXPECT_EQ(out.steps, less) << program;
    }
  }
}

TEST_F(Steps, AnyAmountOfFuelUpToWhatIsNeeded) {
  constexpr const char* kProgram = "let s = ''; for (let i = 0; i < 5; i++) s += [i, 'a'].join('-').replace(/a/, 'b'); new Function('return 1')()";
  const std::uint64_t needed = runFresh(kProgram).steps;
  for (order.fuel = 1; order.fuel < needed; order.fuel += 41) {
    const Ran out = runFresh(kProgram);
    ASSERT_EQ(out.claim, Claim::FuelExpired) << order.fuel << " of " << needed << " " << out.name << ": " << out.message << out.stack;
    ASSERT_EQ(out.steps, order.fuel);
  }
  order.fuel = needed;
  EXPECT_EQ(runFresh(kProgram).claim, Claim::Completed);
}

TEST_F(Steps, NothingCatchesTheEndOfTheFuel) {
  order.fuel = 10'000;
  EXPECT_EQ(run("for (;;) try { for (;;); } catch { } finally { for (;;); }").claim, Claim::FuelExpired);
  EXPECT_EQ(run("const f = () => { try { f() } finally { f() } }; f()").claim, Claim::FuelExpired);
  EXPECT_EQ(run("({get x() { for (;;); }})").claim, Claim::FuelExpired);
  EXPECT_EQ(run("for (;;) eval('1')").claim, Claim::FuelExpired);
  EXPECT_EQ(run("/(x+x+)+y/.test('x'.repeat(40))").claim, Claim::FuelExpired);
  EXPECT_EQ(run("[].sort.call({length: 2e7})").claim, Claim::FuelExpired);
  EXPECT_EQ(run("(async () => { for (;;) await null })()").claim, Claim::FuelExpired);
  EXPECT_EQ(run("1").claim, Claim::Completed);
}

TEST_F(Steps, WhatIsReadAsCodeCostsItsBytes) {
  order.fuel = 5'000;
  EXPECT_EQ(run("eval(' '.repeat(4000))").claim, Claim::Completed);
  EXPECT_EQ(run("eval(' '.repeat(5000))").claim, Claim::FuelExpired);
  EXPECT_EQ(run("new Function(' '.repeat(5000))").claim, Claim::FuelExpired);
  order.files = {{"m.js", "module.exports = 1;" + std::string(5000, ' ')}};
  EXPECT_EQ(run("require('./m.js')").claim, Claim::FuelExpired);
  order.fuel = 20'000;
  EXPECT_EQ(run("require('./m.js')").claim, Claim::Completed);
  // The program's own text is bounded by its own limit.
  order.fuel = 100;
  EXPECT_EQ(run("1" + std::string(5000, ' ')).claim, Claim::Completed);
}

TEST_F(Steps, ASessionOutlivesTheEndOfItsFuel) {
  order.session = true;
  EXPECT_EQ(valueOf("let kept = 7"), "{\"$isobox\":\"undefined\"}");
  order.fuel = 1'000;
  EXPECT_EQ(run("for (;;) kept++").claim, Claim::FuelExpired);
  order.fuel = 0;
  EXPECT_EQ(valueOf("kept > 7"), "true");
}

TEST_F(Steps, GivenConditionsAreTheSameEveryTime) {
  constexpr const char* kProgram =
      "const a = []; for (let i = 0; i < 20; i++) a.push(Math.random(), Date.now(), performance.now());"
      "a.push(new Date().toString(), new Date(2020, 5).getTime(), process.hrtime().join(), process.memoryUsage().heapUsed);"
      "a.push([...Array(300).keys()].sort(() => Math.random() - 0.5).join());"
      "const t = Date.now(); while (Date.now() < t + 20); a.push(Date.now() - t); JSON.stringify(a)";
  order.deterministic = ipc::Deterministic{.seed = 42, .now = 1'700'000'000'000};
  // In fresh processes: parts of the library are loaded when they are first touched, which takes steps.
  const Ran first = runFresh(kProgram);
  ASSERT_EQ(first.claim, Claim::Completed) << first.message;
  EXPECT_NE(first.value.find("1700000000000"), first.value.npos) << first.value.substr(0, 200);
  for (int round = 0; round < 5; ++round) {
    const Ran again = runFresh(kProgram);
    EXPECT_EQ(again.value, first.value);
    EXPECT_EQ(again.steps, first.steps);
  }
  order.deterministic->seed = 43;
  EXPECT_NE(runFresh(kProgram).value, first.value);
}

TEST_F(Steps, ChanceComesBackAfterwards) {
  order.deterministic = ipc::Deterministic{.seed = 1, .now = 0};
  const std::string given = valueOf("Math.random()");
  EXPECT_EQ(valueOf("Date.now()"), "0");
  EXPECT_EQ(valueOf("Math.random()"), given);
  order.deterministic.reset();
  EXPECT_NE(valueOf("Math.random()"), given);
  EXPECT_NE(valueOf("Math.random()"), valueOf("Math.random()"));
  EXPECT_EQ(valueOf("Date.now() > 1600000000000"), "true");
}

TEST_F(Steps, SortsAreStable) {
  EXPECT_EQ(valueOf("const a = [...Array(3000).keys()].map(i => ({k: (i * 7) % 3, i})); a.sort((x, y) => x.k - y.k);"
                    "a.every((x, n) => n === 0 || a[n - 1].k < x.k || (a[n - 1].k === x.k && a[n - 1].i < x.i))"),
            "true");
}

}  // namespace
}  // namespace isobox::runner
