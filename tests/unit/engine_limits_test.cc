// What ends a run before its script does. Each hostile program has a harmless twin.
#include <sys/resource.h>

#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;

class EngineLimits : public EngineTest {
 protected:
  // The engine must still do its work after whatever happened.
  void expectAlive() { EXPECT_EQ(valueOf("[1, {a: 'b'}].length + 40"), "42"); }

  void expectEnds(const std::string& source, Claim claim, Milliseconds within) {
    const Ran ran = run(source);
    EXPECT_EQ(ran.claim, claim) << source;
    EXPECT_LT(ran.took.count(), within.count() * kSlowness) << source;
    EXPECT_TRUE(ran.value.empty());
    expectAlive();
  }
};

// ---- time ----

TEST_F(EngineLimits, WallTimeEndsEveryLoop) {
  order.wall = Milliseconds(150);
  for (const char* source : {
           "for (;;);",
           "for (;;) { try { for (;;); } catch (e) {} }",
           "for (;;) { try { for (;;); } finally { continue; } }",
           "function f() { try { f() } catch (e) { f() } finally { f() } } f()",
           "[1].forEach(function f() { try { [1].forEach(f) } catch (e) { [1].forEach(f) } })",
           "var o = {get a() { try { return o.a } catch (e) { for (;;); } }}; o.a",
           "JSON.stringify({toJSON: function () { for (;;) try { for (;;); } catch (e) {} }})",
           "new Function('for (;;);')()",
           "eval('for (;;);')",
           "'x'.replace(/x/, function () { for (;;); })",
           "[2, 1].sort(function () { for (;;); })",
       })
    expectEnds(source, Claim::WallExpired, Milliseconds(1000));
}

TEST_F(EngineLimits, WallTimeEndsNativeLoops) {
  order.wall = Milliseconds(150);
  for (const char* source : {
           "Array(4294967295).join('')",
           "/(x+x+)+y/.test('x'.repeat(40))",
           "for (;;) try { /(x+x+)+y/.test('x'.repeat(40)) } catch (e) {}",
           "Array.prototype.sort.call({length: 2e7})",
           "Array.prototype.reverse.call({length: 4294967295})",
           "Array.prototype.indexOf.call({length: 2147483647}, 1)",
           "Array.prototype.forEach.call({length: 4294967295, 4294967294: 1}, Math.abs)",
           "var s = 'a'.repeat(1e6), t = 'a'.repeat(5e5) + 'b'; for (;;) s.indexOf(t)",
           "var s = 'a'.repeat(2e6), t = 'a'.repeat(1e6) + 'b'; for (;;) s.split(t)",
           "for (;;) 'ab'.repeat(1e5).replace(/(a)(b)/g, '$2$1')",
           "for (;;) new RegExp('(?:a|b)'.repeat(2e4), 'i')",
           "var o = {}; for (var i = 2e5; i > 0; i--) o['' + i] = 1; for (;;) Object.keys(o)",
       })
    expectEnds(source, Claim::WallExpired, Milliseconds(1500));
}

TEST_F(EngineLimits, WallTimeCountsInTheParserToo) {
  order.wall = Milliseconds(50);
  order.heap = 512_MiB;
  std::string source = "x = 1";
  for (int i = 0; i < 2'000'000; ++i) source += "+1";
  expectEnds(source, Claim::WallExpired, Milliseconds(1000));
}

TEST_F(EngineLimits, QuickProgramsAreNotDisturbed) {
  order.wall = order.cpu = Milliseconds(5000);
  EXPECT_EQ(valueOf("var n = 0; for (var i = 0; i < 1e6; i++) n += i; n"), "499999500000");
  EXPECT_EQ(valueOf("/(x+x+)+y/.test('xxxxy')"), "true");
  EXPECT_EQ(valueOf("Array(1000).join('ab').length"), "1998");
}

TEST_F(EngineLimits, CpuTimeEndsARun) {
  order.cpu = Milliseconds(100);
  const Ran ran = run("for (;;) try { for (;;); } catch (e) {}");
  EXPECT_EQ(ran.claim, Claim::CpuExpired);
  EXPECT_GE(ran.took.count(), 95);
  EXPECT_LT(ran.took.count(), 5000);
  expectAlive();
}

TEST_F(EngineLimits, TheFirstReasonCounts) {
  order.wall = Milliseconds(100);
  order.cpu = Milliseconds(10'000);
  EXPECT_EQ(run("try { for (;;); } finally { var a = []; while (true) a.push(a.slice()) }").claim,
            Claim::WallExpired);
}

// ---- memory ----

TEST_F(EngineLimits, ManySmallObjectsEndARun) {
  expectEnds("var a = []; while (true) a.push({})", Claim::HeapExhausted, Milliseconds(5000));
  expectEnds("var l = null; while (true) l = {next: l}", Claim::HeapExhausted, Milliseconds(5000));
  expectEnds("(function () { var a = {}; for (var i = 0; ; i++) a['k' + i] = i })()", Claim::HeapExhausted,
             Milliseconds(5000));
  EXPECT_EQ(valueOf("a = null; var l = null; for (var i = 0; i < 1e5; i++) l = {next: l}; i"), "100000");
}

TEST_F(EngineLimits, GrowingTextEndsARun) {
  expectEnds("var s = 'x'; while (true) s += s", Claim::HeapExhausted, Milliseconds(2000));
  expectEnds("var s = []; while (true) s.push('x'.repeat(1e5) + s.length)", Claim::HeapExhausted,
             Milliseconds(5000));
  EXPECT_EQ(valueOf("var s = 'x'; for (var i = 0; i < 20; i++) s += s; s.length"), "1048576");
}

TEST_F(EngineLimits, OneHugeRequestEndsARun) {
  for (const char* source : {"'x'.repeat(1e9)", "new ArrayBuffer(1e9)", "new Uint8Array(1e9)",
                             "Array(1e9).join('x')", "new Buffer(1e9)", "'x'.repeat(1e9) + 'x'.repeat(1e9)"})
    expectEnds(source, Claim::HeapExhausted, Milliseconds(500));
  EXPECT_EQ(valueOf("new ArrayBuffer(1e6).byteLength"), "1000000");
}

TEST_F(EngineLimits, NoCatchKeepsAnExhaustedRunAlive) {
  for (const char* source : {
           "try { 'x'.repeat(1e9) } catch (e) { 1 }",
           "for (;;) { try { 'x'.repeat(1e9) } catch (e) {} finally { continue } }",
           "var a = []; for (;;) try { while (true) a.push([]) } catch (e) { a.push([]) }",
           "function f(a) { try { while (true) a.push([]) } finally { f([]) } } f([])",
           "var a = []; while (true) a.push({get x() { return a }, toString: function () { return a }})",
       })
    expectEnds(source, Claim::HeapExhausted, Milliseconds(5000));
}

TEST_F(EngineLimits, GarbageIsNoReasonToEnd) {
  order.heap = 8_MiB;
  EXPECT_EQ(valueOf("for (var i = 0; i < 200; i++) { var a = {b: new Uint8Array(1e6)}; a.self = a } 'fine'"),
            "\"fine\"")
      << "two hundred megabytes of cycles, never more than a few at a time";
  EXPECT_EQ(valueOf("var s = ''; for (var i = 0; i < 20000; i++) s += 'xxxxxxxxxx'; s.length"), "200000");
}

TEST_F(EngineLimits, RunsCanFollowAnExhaustedOne) {
  const std::string bomb = "var kept = []; while (true) kept.push({})";
  EXPECT_EQ(run(bomb).claim, Claim::HeapExhausted);
  EXPECT_EQ(valueOf("kept = null; 'emptied'"), "\"emptied\"") << "there is room to clean up";
  EXPECT_EQ(run("(function () { var a = []; while (true) a.push({}) })()").claim, Claim::HeapExhausted);
  EXPECT_EQ(valueOf("var b = new Uint8Array(30e6); b.length"), "30000000");
}

TEST_F(EngineLimits, TheHeapOfTheOrderCounts) {
  order.heap = 4_MiB;
  EXPECT_EQ(run("new Uint8Array(5e6).length").claim, Claim::HeapExhausted);
  EXPECT_LE(run("var a = []; while (true) a.push({})").heapPeak, 4_MiB);
  order.heap = 64_MiB;
  EXPECT_EQ(valueOf("a = 0; new Uint8Array(5e6).length"), "5000000");
}

TEST_F(EngineLimits, TouchesLittleMoreThanItsBudget) {
  order.heap = 16_MiB;
  EXPECT_EQ(run("var a = []; for (var i = 0;; i++) { a.push('y'.repeat(1e5 + i * 100)); if (i % 3 == 0) "
                "a.shift() }")
                .claim,
            Claim::HeapExhausted);
  EXPECT_LE(engine->arena().touched().count, order.heap.count + (5_MiB).count);
}

// ---- the native stack ----

TEST_F(EngineLimits, DeepRecursionIsAnOrdinaryError) {
  const Ran ran = run("function f() { f() } f()");
  EXPECT_EQ(ran.claim, Claim::Threw);
  EXPECT_EQ(ran.name, "RangeError");
  EXPECT_EQ(valueOf("function f() { f() } try { f() } catch (e) { e instanceof RangeError }"), "true");
  EXPECT_EQ(valueOf("function d(n) { return n ? 1 + d(n - 1) : 0 } d(5000)"), "5000");
}

TEST_F(EngineLimits, DeepNativeRecursionIsAnOrdinaryError) {
  for (const char* source : {
           "function f() { [1].forEach(f) } f()",
           "function f() { 'x'.replace(/x/, f) } f()",
           "var o = {toString: function () { return '' + o }}; '' + o",
           "var o = {get a() { return o.a }}; o.a",
           "var o = {toJSON: function () { return JSON.stringify(o) }}; JSON.stringify(o)",
           "function f() { eval('f()') } f()",
           "function f() { new Function('f()')() } f()",
           "var f = function () {}; for (var i = 0; i < 1e5; i++) f = f.bind(null); f()",
           "function f() { Reflect.apply(f, null, []) } f()",
           "function f() { return f.apply(this, arguments) + 1 } f()",
           "var a = []; a[0] = a; var b = a; for (var i = 0; i < 1e5; i++) b = [b]; String(b)",
           "function f() { [2, 1].sort(f) } f()",
           "JSON.parse('['.repeat(1e5))",
           "var b = 0; for (var i = 0; i < 1e5; i++) b = [b]; JSON.stringify(b)",
           "new RegExp('('.repeat(1e5) + ')'.repeat(1e5))",
           "/^(a?)*b/.test('a'.repeat(1e5)); /^(?:a|b)*$/.test('ab'.repeat(1e5))",
           "eval('['.repeat(1e5) + ']'.repeat(1e5))",
           "eval('('.repeat(1e5) + '1' + ')'.repeat(1e5))",
           "eval('{'.repeat(1e5) + '}'.repeat(1e5))",
           "eval('!'.repeat(1e5) + '1')",
           "eval('function f(){'.repeat(1e4) + '}'.repeat(1e4))",
           "eval('if(1)'.repeat(1e5) + ';')",
           "eval('a='.repeat(1e5) + '1')",
       }) {
    const Ran ran = run(source);
    EXPECT_TRUE(ran.claim == Claim::Threw || ran.claim == Claim::Completed ||
                ran.claim == Claim::ValueRefused)
        << source << " " << ::testing::PrintToString(ran.claim);
    EXPECT_LT(ran.took.count(), 5000 * kSlowness) << source;
    const bool refused = ran.name == "RangeError" || ran.message == "The program is nested too deeply" ||
                         ran.message.ends_with(": Regular expression too large");
    EXPECT_TRUE(ran.claim != Claim::Threw || refused) << source << " " << ran.name << ran.message;
  }
  expectAlive();
}

TEST_F(EngineLimits, ChainsOfProxiesAreSafe) {
  EXPECT_EQ(valueOf("new Proxy(new Proxy({x: 2}, {}), {}).x"), "2");
  EXPECT_EQ(
      valueOf(
          "var p = {}; for (var i = 0; i < 1e5; i++) p = new Proxy(Object.create(p), {}); console.log(p); 1"),
      "1");
  EXPECT_EQ(valueOf("new Proxy({x: 1}, {}).x"), "1");
}

TEST_F(EngineLimits, DeeplyNestedSourceIsRefused) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(run(nested(100'000)).claim, Claim::SyntaxError);
  EXPECT_EQ(run(nested(100'000)).name, "SyntaxError");
  order.valueDepth = 200;
  EXPECT_EQ(valueOf(nested(100)), nested(100));
}

TEST_F(EngineLimits, CollectionsAtTheBottomOfTheStackAreSafe) {
  expectEnds(
      "var l = null; for (var i = 0; i < 3e5; i++) l = {next: l};"
      "function deep() { try { [1].forEach(deep) } catch (e) { var a = []; while (true) a.push({}) } } "
      "deep()",
      Claim::HeapExhausted, Milliseconds(5000));
}

TEST_F(EngineLimits, LongListsAreCollectedInTime) {
  const Ran ran = run("var l = null; for (var i = 0; i < 3e5; i++) l = {next: l}; i");
  EXPECT_EQ(ran.value, "300000");
  EXPECT_LT(ran.took.count(), 3000 * kSlowness) << "10 s with the stock limit on the collector's recursion";
}

// ---- output ----

TEST_F(EngineLimits, ConsoleTextIsBoundedInSum) {
  const Bytes perCall{ipc::kConsoleCallCost};
  order.console = 100_B + perCall;
  EXPECT_EQ(run("console.log('x'.repeat(100))").claim, Claim::Completed);
  EXPECT_EQ(run("console.log('\u00e9'.repeat(51))").claim, Claim::ConsoleTooLong) << "bytes, not characters";
  order.console = Bytes{10 * (10 + perCall.count)};
  const Ran ran = run("for (;;) try { console.log('0123456789') } catch (e) { for (;;); }");
  EXPECT_EQ(ran.claim, Claim::ConsoleTooLong);
  EXPECT_EQ(ran.lines.size(), 10u);
  EXPECT_LT(ran.took.count(), 1000);
  order.console = 100_B + perCall;
  expectEnds("console.log('x'.repeat(5e6))", Claim::ConsoleTooLong, Milliseconds(1000));
  expectEnds("var a = []; a[4294967294] = 1; console.log(a.slice.toString(), a, 'x'.repeat(100))",
             Claim::ConsoleTooLong, Milliseconds(1000));
}

TEST_F(EngineLimits, LimitsStartAnewWithEachRun) {
  order.wall = Milliseconds(200);
  order.console = Bytes{10 + ipc::kConsoleCallCost};
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(run("for (;;);").claim, Claim::WallExpired);
    EXPECT_EQ(run("console.log('0123456789'); 1").value, "1");
  }
}

}  // namespace
}  // namespace isobox::runner
