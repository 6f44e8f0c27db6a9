// Programs from source to outcome: completion values, errors and where they are, inputs, what a script finds
// around it.
#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;

using EngineRun = EngineTest;

TEST_F(EngineRun, YieldsTheCompletionValue) {
  EXPECT_EQ(valueOf("1 + 2"), "3");
  EXPECT_EQ(valueOf("var x = 5; x * 2;"), "10");
  EXPECT_EQ(valueOf("if (true) 'yes'; else 'no'"), "\"yes\"");
  EXPECT_EQ(valueOf("var y = 1"), R"({"$isobox":"undefined"})");
  EXPECT_EQ(valueOf(""), R"({"$isobox":"undefined"})");
  EXPECT_EQ(run("[1]").type, ipc::ValueType::Array);
  EXPECT_EQ(run("null").type, ipc::ValueType::Null);
}

TEST_F(EngineRun, TellsWhereTheTimeWentWhenAsked) {
  EXPECT_FALSE(run("1").times);
  order.trace = true;
  const Ran ran = run("const end = Date.now() + 20; while (Date.now() < end); 1");
  ASSERT_TRUE(ran.times);
  EXPECT_GE(ran.times->run, Milliseconds(19));
  EXPECT_GT(ran.times->lower.count(), 0);
  EXPECT_GT(ran.times->compile.count(), 0);
  EXPECT_EQ(ran.times->read.count(), 0);
  EXPECT_LE(ran.times->sum(), ran.took + Milliseconds(1));
  const Ran wrong = run("let 1");
  ASSERT_TRUE(wrong.times);
  EXPECT_GT(wrong.times->lower.count(), 0);
  EXPECT_EQ(wrong.times->run.count(), 0);
}

TEST_F(EngineRun, RunsAtGlobalScope) {
  EXPECT_EQ(
      valueOf("var g = 1; function h() { return g } [this === globalThis, globalThis.g, globalThis.h()]"),
      "[true,1,1]");
  EXPECT_EQ(valueOf("delete globalThis.g"), "false");
}

TEST_F(EngineRun, ToleratesAHashbangAndKeepsLines) {
  EXPECT_EQ(valueOf("#!/usr/bin/env node\n7"), "7");
  EXPECT_EQ(run("#!/usr/bin/env node\n\nnull.x").line, 3u);
}

TEST_F(EngineRun, TakesTextOfAllKinds) {
  EXPECT_EQ(valueOf("'h\u00e9 \U0001F600'"), "\"h\u00e9 \U0001F600\"");
  EXPECT_EQ(valueOf("'\U0001F600'.length"), "2");
  EXPECT_EQ(valueOf(std::string("'a\0b'.length", 12)), "3");
  EXPECT_EQ(valueOf("/* \U0001F600 */ '\\u{1f600}' === '\U0001F600'"), "true");
}

TEST_F(EngineRun, RefusesWhatIsNotUtf8) {
  for (const char* bad : {"'\xff'", "'\xc0\xaf'", "'\xed\xa0\x80'", "'\xf4\x90\x80\x80'", "'\xe2\x82"}) {
    const Ran ran = run(bad);
    EXPECT_EQ(ran.claim, Claim::BadInput);
    EXPECT_EQ(ran.message, "source: not valid UTF-8");
  }
  order.filename = "\x82hidden";
  EXPECT_EQ(run("1").message, "filename: not valid UTF-8");
}

TEST_F(EngineRun, SaysWhereTheSyntaxIsWrong) {
  const Ran ran = run("var a = 1;\nvar b = ;\n");
  EXPECT_EQ(ran.claim, Claim::SyntaxError);
  EXPECT_EQ(ran.name, "SyntaxError");
  EXPECT_EQ(ran.file, "script.js");
  EXPECT_EQ(ran.line, 2u);
  EXPECT_EQ(ran.column, 9u);
  EXPECT_FALSE(ran.message.empty());
  EXPECT_EQ(run("console.log('never'); }").lines.size(), 0u);
}

TEST_F(EngineRun, SaysWhatWasThrownAndWhere) {
  const Ran ran = run("function inner() {\n  null.x;\n}\nfunction outer() { inner() }\n\nouter();");
  EXPECT_EQ(ran.claim, Claim::Threw);
  EXPECT_EQ(ran.name, "TypeError");
  EXPECT_EQ(ran.message, "Cannot read properties of null (reading 'x')");
  EXPECT_EQ(ran.file, "script.js");
  EXPECT_EQ(ran.line, 2u);
  EXPECT_EQ(ran.column, 8u);
  EXPECT_EQ(ran.stack,
            "TypeError: Cannot read properties of null (reading 'x')\n    at inner (script.js:2:8)\n"
            "    at outer (script.js:4:20)\n    at script.js:6:1");
}

TEST_F(EngineRun, ShowsOnlyTheScriptsOwnCalls) {
  EXPECT_EQ(run("[1].forEach(function each() { throw new Error('e') })").stack,
            "Error: e\n    at each (script.js:1:37)\n    at script.js:1:5");
  EXPECT_EQ(valueOf("try { undefined.x } catch (e) { e.stack }"),
            "\"TypeError: Cannot read properties of undefined (reading 'x')\\n    at script.js:1:17\"");
}

TEST_F(EngineRun, DescribesWhateverIsThrown) {
  EXPECT_EQ(run("throw 'text'").message, "text");
  EXPECT_EQ(run("throw 'text'").name, "");
  EXPECT_EQ(run("throw null").message, "null");
  EXPECT_EQ(run("throw undefined").message, "undefined");
  EXPECT_EQ(run("throw {a: 1}").message, "{ a: 1 }");
  EXPECT_EQ(run("throw Symbol('s')").message, "Symbol(s)");
  EXPECT_EQ(run("throw -0").message, "-0");
}

TEST_F(EngineRun, DescribesErrorsOfTheScriptsOwnMaking) {
  const std::string own =
      "function Mine(m) { this.message = m } Mine.prototype = Object.create(Error.prototype);"
      "Mine.prototype.name = 'Mine'; ";
  const Ran ran = run(own + "throw new Mine('m')");
  EXPECT_EQ(ran.name, "Mine");
  EXPECT_EQ(ran.message, "m");
  EXPECT_EQ(run("var e = new Error('a'); e.stack = 'my stack'; throw e").stack, "my stack");
  EXPECT_EQ(
      run("throw Object.defineProperty(new Error, 'message', {get: function () { return 'got' }})").message,
      "got");
}

TEST_F(EngineRun, IsNotFooledByHostileErrors) {
  order.wall = Milliseconds(300);
  const std::string hostile =
      "var e = new Error('fine'); Object.defineProperty(e, 'message', {get: function () { ";
  EXPECT_EQ(run(hostile + "throw e }}); throw e").message, "");
  EXPECT_EQ(run(hostile + "throw e }}); throw e").name, "Error") << "what can be read is read";
  EXPECT_EQ(run(hostile + "for (;;); }}); throw e").claim, Claim::WallExpired);
  EXPECT_EQ(run("throw {toString: function () { for (;;); }}").claim, Claim::Threw)
      << "toString is not asked";
  EXPECT_EQ(run("throw new Proxy({}, {get: function () { for (;;); }})").claim, Claim::Threw);
  EXPECT_EQ(run("var e = new Error('x'.repeat(1e6)); throw e").message.size(), ipc::kMaxErrorText);
  EXPECT_EQ(run("throw new Error('fine')").message, "fine");
}

TEST_F(EngineRun, BindsGlobalsAndContext) {
  order.globals = R"({"a":1,"b":2})";
  order.context = R"({"b":3,"c":{"d":[true,null]}})";
  EXPECT_EQ(valueOf("[a, b, c]"), R"([1,3,{"d":[true,null]}])");
  EXPECT_EQ(valueOf("var d = Object.getOwnPropertyDescriptor(globalThis, 'a');"
                    "[d.value, d.writable, d.enumerable, d.configurable]"),
            "[1,true,true,true]");
  order.context = R"({"console":"mine","Math":7,"__proto__":{"x":1},"with space":1})";
  EXPECT_EQ(valueOf("[console, Math, typeof x, globalThis['with space']]"), R"(["mine",7,"undefined",1])");
}

TEST_F(EngineRun, OffersProcessAndNothingDishonest) {
  order.env = R"({"HOME":"/h","EMPTY":""})";
  EXPECT_EQ(valueOf("process"), R"({"env":{"HOME":"/h","EMPTY":""},"argv":["isobox","script.js"]})");
  EXPECT_EQ(valueOf("process.env.HOME"), "\"/h\"");
  order.env.clear();
  EXPECT_EQ(valueOf("process.env"), "{}");
  EXPECT_EQ(valueOf("[typeof alert, typeof Duktape]"), R"(["undefined","undefined"])");
}

TEST_F(EngineRun, NamesTheInputThatIsWrong) {
  const struct {
    std::string ipc::RunOrder::*input;
    const char* text;
    const char* message;
  } cases[] = {
      {&ipc::RunOrder::context, "{\"a\":}", "context: a value was expected, at byte 5"},
      {&ipc::RunOrder::globals, "[1]", "globals: an object was expected, at byte 0"},
      {&ipc::RunOrder::globals, "{\"a\":1} x", "globals: text after the object, at byte 8"},
      {&ipc::RunOrder::env, "{\"a\":1}", "env: \"a\" is not a string"},
      {&ipc::RunOrder::context, "{\"NaN\":1}", "context: \"NaN\" is a constant of the language"},
      {&ipc::RunOrder::context, "{\"a\":01}", "context: a value was expected, at byte 7"},
      {&ipc::RunOrder::context, "{\"a\":{\"$isobox\":\"Nonsense\"}}",
       "context: unknown $isobox form, at byte 27"},
      {&ipc::RunOrder::context, "{\"a\":{\"$isobox\":\"hole\"}}",
       "context: a hole outside of an array, at byte 23"},
      {&ipc::RunOrder::context, "{\"$isobox\":\"NaN\"}",
       "context: an object of names and values was expected, at byte 17"},
  };
  for (const auto& wrong : cases) {
    ipc::RunOrder bad = order;
    bad.source = "console.log('ran')";
    bad.*wrong.input = wrong.text;
    const Ran ran = run(bad);
    EXPECT_EQ(ran.claim, Claim::BadInput);
    EXPECT_EQ(ran.message, wrong.message);
    EXPECT_TRUE(ran.lines.empty());
  }
  EXPECT_EQ(valueOf("1"), "1") << "the same order without the fault";
}

TEST_F(EngineRun, BoundsTheNestingOfInputs) {
  order.valueDepth = 3;
  order.context = R"({"a":[[[1]]]})";
  EXPECT_EQ(valueOf("a"), "[[[1]]]");
  order.context = R"({"a":[[[[1]]]]})";
  EXPECT_EQ(run("1").message, "context: nested deeper than allowed, at byte 8");
}

TEST_F(EngineRun, ReadsNumbersExactlyInSourceToo) {
  EXPECT_EQ(valueOf("9007199254740993 === 9007199254740992"), "true");
  EXPECT_EQ(valueOf("1.7976931348623157e308"), "1.7976931348623157e+308");
  EXPECT_EQ(
      valueOf("[Number('0.1') + Number('0.2'), parseFloat('12.5kg'), +'5e-324', 1e400, parseInt('08')]"),
      R"([0.30000000000000004,12.5,5e-324,{"$isobox":"Infinity"},8])");
}

TEST_F(EngineRun, LocalTimeIsUtc) {
  EXPECT_EQ(valueOf("new Date(0).getHours() + new Date(0).getTimezoneOffset()"), "0");
  EXPECT_EQ(valueOf("new Date(2024, 1, 29, 12).toISOString()"), "\"2024-02-29T12:00:00.000Z\"");
  EXPECT_EQ(valueOf("typeof new Date(0).toLocaleString()"), "\"string\"");
  EXPECT_EQ(valueOf("isNaN(Date.parse('no date'))"), "true");
  EXPECT_EQ(valueOf("Date.now() > 1.6e12 && performance.now() > 0"), "true");
}

TEST_F(EngineRun, SeedsMathRandomAnew) {
  Entropy root;
  root.seed({1, 2, 3});
  engine->reseed(root);
  const std::string first = valueOf("Math.random()");
  auto other = Engine::create(16_MiB).value();
  other->reseed(root);
  std::swap(engine, other);
  EXPECT_NE(valueOf("Math.random()"), first);
}

TEST_F(EngineRun, WarmingUpLeavesNoTrace) {
  const std::string names = "Object.getOwnPropertyNames(globalThis).sort().join()";
  const std::string cold = valueOf(names);
  auto other = Engine::create(64_MiB).value();
  other->warmUp();
  std::swap(engine, other);
  EXPECT_EQ(valueOf(names), cold);
  EXPECT_EQ(valueOf("[typeof a, typeof b, typeof f, typeof A, typeof m]"),
            R"(["undefined","undefined","undefined","undefined","undefined"])");
}

TEST_F(EngineRun, MeasuresThePeakOfTheHeap) {
  const Bytes small = run("1").heapPeak;
  const Bytes large = run("var a = new Uint8Array(10e6); 1").heapPeak;
  EXPECT_LT(small, 4_MiB);
  EXPECT_GE(large.count, 10'000'000u);
  EXPECT_LE(large, order.heap);
}

TEST(EngineCreation, SaysWhenThereIsTooLittleRoom) {
  const auto engine = Engine::create(16_KiB);
  ASSERT_FALSE(engine);
  EXPECT_EQ(engine.error().code, ENOMEM);
}

}  // namespace
}  // namespace isobox::runner
