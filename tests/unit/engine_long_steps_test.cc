// Programs whose steps are few and long, and what lies beside the heap's budget.
#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;

class EngineLongSteps : public EngineTest {
 protected:
  // The engine must still do its work after whatever happened.
  void expectAlive() { EXPECT_EQ(valueOf("[1, {a: 'b'}].length + 40"), "42"); }

  void expectEnds(const std::string& source, Claim claim, Milliseconds within) {
    const Ran ran = run(source);
    EXPECT_EQ(ran.claim, claim) << ran.message;
    EXPECT_LT(ran.took.count(), within.count() * kSlowness);
    expectAlive();
  }
};

// Few steps, each of which looks at much: the grant of steps alone would last for seconds.
TEST_F(EngineLongSteps, WallTimeEndsLoopsOfLongSteps) {
  order.wall = Milliseconds(150);
  for (const char* source : {
           "var u = 'ab'.repeat(2e6); for (;;) u.toUpperCase()",
           "'\\u00df'.repeat(8e6).toUpperCase()",
           "var u = 'ab'.repeat(2e6); for (;;) u + 'a'",
           "var v = 'ab'.repeat(1e6) + 'c', w = 'ab'.repeat(1e6) + 'd'; for (;;) v < w",
           "var u = '12'.repeat(2e6); for (;;) +u",
           "var a = []; for (;;) { a.length = 1e6; a.length = 0 }",
           "var a = new Array(5e5).fill(1); for (;;) (function () {}).apply(null, a)",
           "var o = {}; for (var i = 0; i < 9999; i++) o = Object.create(o); for (;;) try { o.x } catch (e) {}",
           "var o = {}; for (var i = 0; i < 2e5; i++) o = Object.create(o); for (;;) try { 'x' in o } catch (e) {}",
           "var o = {}; for (var i = 0; i < 2e5; i++) o = Object.create(o); for (;;) try { o instanceof Array } catch (e) {}",
           "('a' + '\\u0300\\u0316'.repeat(3e6)).localeCompare('b')",
       }) {
    SCOPED_TRACE(source);
    expectEnds("(function () {" + std::string(source) + "})()", Claim::WallExpired, Milliseconds(500));
  }
}

TEST_F(EngineLongSteps, LooksAtTheClockAreNoSteps) {
  order.fuel = 1'000'000'000;
  const std::string source = "var s = 'ab'.repeat(1e6), n = 0; for (var i = 0; i < 100; i++) n += (s + i).toUpperCase().length; n";
  const Ran first = run(source), second = run(source);
  EXPECT_EQ(first.value, "200000190");
  EXPECT_GT(first.took.count(), 20) << "the coarse clock has gone on meanwhile";
  EXPECT_EQ(first.steps, second.steps);
}

TEST_F(EngineLongSteps, KeysThatAnUnkeyedHashPutsTogetherAreKeysLikeOthers) {
  const auto filled = [](const char* zero, const char* one) {
    return std::string("var o = {}, m = new Map; for (var i = 0; i < 65536; i++) { var t = ''; for (var b = 0; b < 16; b++) t += i >> b & 1 ? '") +
           one + "' : '" + zero + "'; o[t] = i; m.set(t, i) } m.size + Object.keys(o).length";
  };
  const Ran twin = run(filled("ab", "ac")), hostile = run(filled("Aa", "BB"));
  EXPECT_EQ(twin.value, "131072");
  EXPECT_EQ(hostile.value, "131072");
  EXPECT_LT(hostile.took.count(), 3 * twin.took.count() + 200);
}

TEST_F(EngineLongSteps, ObjectsWithLongChainsOfPrototypesGoQuickly) {
  const Ran ran = run("var o = {}; for (var i = 0; i < 2e5; i++) o = Object.create(o); o = null; 'gone'");
  EXPECT_EQ(ran.value, "\"gone\"");
  EXPECT_LT(ran.took.count(), 1000 * kSlowness);
}

TEST_F(EngineLongSteps, TextsBesideTheHeapKeepToTheBudget) {
  order.heap = 32_MiB;
  expectEnds("'\\ufdfa'.repeat(3e6).normalize('NFKD')", Claim::HeapExhausted, Milliseconds(5000));
  EXPECT_EQ(valueOf("'\\ufdfa'.repeat(3e4).normalize('NFKD').length"), "540000");
  EXPECT_EQ(valueOf("try { new URL('http://' + '\\u00e9'.repeat(1e6) + '/') } catch (e) { e.name }"), "\"TypeError\"");
  EXPECT_EQ(valueOf("try { new URL('http://a/' + 'x'.repeat(3e6)) } catch (e) { e.name }"), "\"TypeError\"");
  EXPECT_EQ(valueOf("new URL('http://a/' + 'x'.repeat(1e6)).pathname.length"), "1000001");
  EXPECT_EQ(valueOf("try { new URLSearchParams('%'.repeat(1e7)) } catch (e) { e.name }"), "\"RangeError\"");
  EXPECT_EQ(valueOf("new URLSearchParams('a='.repeat(1) + '%20'.repeat(1e5)).get('a').length"), "100000");
}

TEST_F(EngineLongSteps, CausesOfErrorsAreShownToADepth) {
  order.console = 64_MiB;
  const Ran ran = run("var e = new Error('x'); for (var i = 0; i < 3e4; i++) e = new Error('y', {cause: e}); console.log(e); 1");
  EXPECT_TRUE(ran.claim == Claim::Completed || ran.claim == Claim::ConsoleTooLong) << ran.message;
  expectAlive();
}

}  // namespace
}  // namespace isobox::runner
