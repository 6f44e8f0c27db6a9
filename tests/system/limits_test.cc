// Each limit, from just inside to just beyond, and the verdict that goes with it. Needs a jail.
#include <gtest/gtest.h>

#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

class Limits : public ::testing::Test {
 protected:
  json::object run(std::string_view code, json::object options = {}) { return supervisor.client().run(code, std::move(options)); }
  static double number(const json::object& result, const char* name) { return result.at(name).to_number<double>(); }
  SupervisorProcess supervisor{{.policy = R"({"pool": {"min": 1, "max": 4}})"}};
};

TEST_F(Limits, WallTimeIsInterruptedInTheEngine) {
  const auto result = run("console.log('before'); for (;;);", {{"timeout", 300}});
  EXPECT_EQ(result.at("verdict"), "timeout");
  EXPECT_GE(number(result, "duration"), 300);
  EXPECT_LT(number(result, "duration"), 480) << "it was killed from outside";
  EXPECT_EQ(result.at("console").at(0).at("text"), "before");
  EXPECT_EQ(run("'quick'", {{"timeout", 300}}).at("verdict"), "ok");
}

TEST_F(Limits, WallTimeIsKeptFromOutsideWhereTheEngineDoesNotYield) {
  const auto result = run("Array(4294967295).join('')", {{"timeout", 300}});
  EXPECT_EQ(result.at("verdict"), "timeout");
  EXPECT_GE(number(result, "duration"), 300);
  EXPECT_LT(number(result, "duration"), 5000);
}

TEST_F(Limits, WhatWasSaidBeforeAKillIsThere) {
  const auto hangs = run("for (let i = 0; i < 10; i++) console.log(i); Array(4294967295).join('')", {{"timeout", 300}});
  EXPECT_EQ(hangs.at("verdict"), "timeout");
  EXPECT_EQ(hangs.at("console").as_array().size(), 10u);
  const auto grows = run("for (let i = 0; i < 10; i++) console.log(i); const a = []; for (;;) a.push({})", {{"timeout", 20000}});
  EXPECT_EQ(grows.at("verdict"), "memory_limit");
  EXPECT_EQ(grows.at("console").as_array().size(), 10u);
}

TEST_F(Limits, WhatWasSaidInAFloodIsThereAFewMillisecondsLater) {
  const auto hangs = run("for (let i = 0; i < 100; i++) console.log(i); const end = Date.now() + 50; while (Date.now() < end); Array(4294967295).join('')",
                         {{"timeout", 500}});
  EXPECT_EQ(hangs.at("verdict"), "timeout");
  EXPECT_EQ(hangs.at("console").as_array().size(), 100u);
  auto& client = supervisor.client();
  const auto id = client.post("run", {{"code", "for (let i = 0; i < 100; i++) console.log(i); for (;;);"}, {"live", true}, {"timeout", 30000}});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.readJson().at("params").at("text"), json::value(std::to_string(i)));
  EXPECT_EQ(client.call("cancel", {{"id", id}}).at("result").at("cancelled"), 1) << "while the program runs";
  EXPECT_EQ(client.answerTo(id).at("result").at("verdict"), "cancelled");
}

TEST_F(Limits, AFloodOfLinesComesWholeAndInOrder) {
  const auto result = run("for (let i = 0; i < 5000; i++) (i % 7 ? console.log : console.warn)(i + 'x'.repeat(i % 40)); 'end'");
  EXPECT_EQ(result.at("value"), "end");
  const auto& lines = result.at("console").as_array();
  ASSERT_EQ(lines.size(), 5000u);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    ASSERT_EQ(std::string(lines[i].at("text").as_string()), std::to_string(i) + std::string(i % 40, 'x'));
    ASSERT_EQ(lines[i].at("level"), i % 7 ? "log" : "warn");
  }
  const auto mixed = run("for (let i = 0; i < 60; i++) console.log(i % 3 ? i : i + 'x'.repeat(20000))", {{"console", 1'000'000}});
  ASSERT_EQ(mixed.at("console").as_array().size(), 60u);
  for (std::size_t i = 0; i < 60; ++i)
    ASSERT_EQ(std::string(mixed.at("console").at(i).at("text").as_string()), std::to_string(i) + std::string(i % 3 ? 0 : 20000, 'x'));
  const auto endless = run("for (let i = 0; i < 1000; i++) console.log(i); for (;;);", {{"timeout", 500}});
  EXPECT_EQ(endless.at("verdict"), "timeout");
  EXPECT_EQ(endless.at("console").as_array().size(), 1000u) << "what was held is sent when the engine looks up";
}

TEST_F(Limits, CpuTimeIsItsOwnLimit) {
  const auto result = run("for (;;);", {{"cpu", 300}, {"timeout", 20000}});
  EXPECT_EQ(result.at("verdict"), "cpu_limit");
  EXPECT_GE(number(result, "cpu"), 300);
  EXPECT_LT(number(result, "cpu"), 3000);
  EXPECT_EQ(run("1", {{"cpu", 300}}).at("verdict"), "ok");
}

TEST_F(Limits, CpuTimeIsKeptFromOutsideWhereTheEngineDoesNotYield) {
  const auto result = run("Array(4294967295).join('')", {{"cpu", 300}, {"timeout", 20000}});
  EXPECT_EQ(result.at("verdict"), "cpu_limit");
  EXPECT_LT(number(result, "cpu"), 3000);
}

TEST_F(Limits, MemoryEndsBombsOfEveryKind) {
  for (const char* bomb : {"var a = []; for (;;) a.push({})", "var s = 'x'; for (;;) s += s", "new Array(1e9).join('xy')",
                           "var a = []; for (;;) { try { a.push(new Array(10000).join('y') + a.length) } catch (e) {} }",
                           "var l = null; for (;;) l = {next: l}", "var b = []; for (;;) b.push(new ArrayBuffer(1000000))",
                           "var o = {}; for (var i = 0;; i++) o['key' + i] = i"}) {
    const auto result = run(bomb, {{"memory", 16 << 20}, {"timeout", 60000}});
    EXPECT_EQ(result.at("verdict"), "memory_limit") << bomb << json::serialize(result).substr(0, 500);
    EXPECT_LT(number(result, "memory"), 48e6) << bomb;
  }
  EXPECT_EQ(run("var a = []; for (var i = 0; i < 10000; i++) a.push({}); a.length", {{"memory", 16 << 20}}).at("value"), 10000);
}

TEST_F(Limits, MemoryCanBeRaisedForOneRun) {
  const char* code = "var a = []; for (var i = 0; i < 90; i++) a.push(new Uint8Array(1000000)); a.length";
  EXPECT_EQ(run(code, {{"memory", 64 << 20}}).at("verdict"), "memory_limit");
  EXPECT_EQ(run(code, {{"memory", 256 << 20}}).at("value"), 90);
  EXPECT_EQ(run(code, {{"memory", 64 << 20}}).at("verdict"), "memory_limit");
}

TEST_F(Limits, ConsoleIsBounded) {
  const auto result = run("for (;;) console.log('0123456789')", {{"console", 10000}});
  EXPECT_EQ(result.at("verdict"), "output_limit");
  EXPECT_LE(result.at("console").as_array().size(), 10000u / 26 + 1);
  EXPECT_GE(result.at("console").as_array().size(), 10000u / 26 - 1);
  EXPECT_EQ(run("try { for (;;) console.log('x') } catch (e) {} 'caught'", {{"console", 1000}}).at("verdict"), "output_limit");
  EXPECT_EQ(run("console.log('x')", {{"console", 1000}}).at("verdict"), "ok");
}

TEST_F(Limits, ValueSizeAndDepthAreBounded) {
  EXPECT_EQ(run("new Array(2001).join('x')", {{"value", 1000}}).at("verdict"), "output_limit");
  EXPECT_EQ(run("new Array(501).join('x')", {{"value", 1000}}).at("verdict"), "ok");
  const char* nest = "var v = 1; for (var i = 0; i < n; i++) v = [v]; v";
  EXPECT_EQ(run(nest, {{"context", {{"n", 20}}}, {"valueDepth", 20}}).at("verdict"), "ok");
  const auto deep = run(nest, {{"context", {{"n", 21}}}, {"valueDepth", 20}});
  EXPECT_EQ(deep.at("verdict"), "error");
  EXPECT_NE(std::string(deep.at("error").at("message").as_string()).find("20"), std::string::npos);
}

TEST_F(Limits, DeepestAndLargestValuesTravel) {
  const auto deep = run("var v = 1; for (var i = 0; i < 340; i++) v = i % 2 ? [v] : {k: v}; v", {{"valueDepth", 340}});
  EXPECT_EQ(deep.at("verdict"), "ok") << json::serialize(deep).substr(0, 300);
  const auto large = run("var s = new Array(30000001).join('x'); s", {{"value", 40'000'000}, {"memory", 256 << 20}});
  ASSERT_EQ(large.at("verdict"), "ok") << json::serialize(large).substr(0, 300);
  EXPECT_EQ(large.at("value").as_string().size(), 30'000'000u);
}

TEST_F(Limits, RecursionAndNestingEndInErrors) {
  for (const char* code : {"(function f() { f() })()", "JSON.parse(new Array(100001).join('['))",
                           "var o = {}; o.a = o; JSON.stringify(o)", "eval(new Array(100001).join('(') + '1')",
                           "new RegExp(new Array(100001).join('('))"}) {
    const std::string verdict = run(code).at("verdict").as_string().c_str();
    EXPECT_TRUE(verdict == "error" || verdict == "syntax_error") << code << " " << verdict;
  }
  const auto nested = run(std::string(100000, '[') + std::string(100000, ']'));
  EXPECT_TRUE(nested.at("verdict") == "syntax_error" || nested.at("verdict") == "error") << json::serialize(nested).substr(0, 300);
}

}  // namespace
}  // namespace isobox::testing
