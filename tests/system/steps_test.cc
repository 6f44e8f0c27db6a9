// stdin, arguments, fuel and given conditions with the real supervisor: over the wire, in sealed runners, under load.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

constexpr const char* kWork =
    "const m = new Map(); let s = ''; for (let i = 0; i < 3000; i++) { m.set('k' + i % 97, i); s += i % 7 }"
    "[...m].sort((a, b) => a[1] - b[1]).length + s.replace(/1+/g, 'x').length";

std::string text(const json::value& value) { return json::serialize(value); }

TEST(StandardInput, GoesInAndComesOut) {
  SupervisorProcess supervisor;
  const auto result = supervisor.client().run("print(readline(), process.argv.slice(2).join('|')); process.stdout.write('no end'); 1",
                                              {{"stdin", "ä😀\nb"}, {"args", {"x y", ""}}});
  EXPECT_EQ(result.at("verdict"), "ok") << text(result);
  EXPECT_EQ(text(result.at("console")), R"([{"level":"stdout","text":"ä😀 x y|\n"},{"level":"stdout","text":"no end"}])");
}

TEST(StandardInput, CountsAsInput) {
  SupervisorProcess supervisor({.policy = R"({"limits": {"input": "64KiB"}})"});
  const auto tooLong = supervisor.client().call("run", {{"code", "1"}, {"stdin", std::string(70'000, 'x')}});
  EXPECT_EQ(tooLong.at("error").at("code"), -32602) << text(tooLong);
  const auto arguments = supervisor.client().call("run", {{"code", "1"}, {"args", {std::string(70'000, 'x')}}});
  EXPECT_EQ(arguments.at("error").at("code"), -32602);
  EXPECT_EQ(supervisor.client().run("readline().length", {{"stdin", std::string(60'000, 'x')}}).at("value"), 60'000);
}

TEST(StandardInput, ThirtyTwoMebibytes) {
  SupervisorProcess supervisor({.policy = R"({"limits": {"input": "32MiB", "memory": "192MiB"}})"});
  const std::string input(std::size_t{32} << 20, 'x');
  const auto whole = supervisor.client().run("require('fs').readFileSync(0, 'utf8').length", {{"stdin", input}});
  EXPECT_EQ(whole.at("value"), input.size()) << whole.at("verdict");
  const auto more = supervisor.client().call("run", {{"code", "1"}, {"stdin", input + "x"}});
  EXPECT_EQ(more.at("error").at("code"), -32602);
  // A heap that is too small for it is the program's trouble, and nobody else's.
  EXPECT_EQ(supervisor.client().run("require('fs').readFileSync(0, 'utf8').length", {{"stdin", input}, {"memory", 8 << 20}}).at("verdict"),
            "memory_limit");
  EXPECT_EQ(supervisor.client().run("1").at("verdict"), "ok");
}

TEST(StandardInput, WrongParametersAreRefusedByName) {
  SupervisorProcess supervisor;
  const auto refused = [&](json::object params) {
    params["code"] = "1";
    const auto answer = supervisor.client().call("run", params);
    return answer.contains("error") ? std::string(answer.at("error").at("message").as_string()) : "accepted";
  };
  EXPECT_TRUE(refused({{"stdin", 5}}).starts_with("params.stdin: "));
  EXPECT_TRUE(refused({{"args", "a"}}).starts_with("params.args: "));
  EXPECT_TRUE(refused({{"args", {std::string("a\0b", 3)}}}).starts_with("params.args: "));
  EXPECT_TRUE(refused({{"fuel", 0}}).starts_with("params.fuel: "));
  EXPECT_TRUE(refused({{"fuel", 1.5}}).starts_with("params.fuel: "));
  EXPECT_TRUE(refused({{"deterministic", true}}).starts_with("params.deterministic: "));
  EXPECT_TRUE(refused({{"deterministic", {{"sed", 1}}}}).starts_with("params.deterministic: "));
  EXPECT_TRUE(refused({{"deterministic", {{"seed", -1}}}}).starts_with("params.deterministic: "));
  EXPECT_TRUE(refused({{"deterministic", {{"now", 1e300}}}}).starts_with("params.deterministic: "));
  EXPECT_EQ(refused({{"deterministic", json::object()}, {"fuel", 1e15}}), "accepted");
}

TEST(Fuel, TheSameStepsAHundredTimesUnderLoad) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 2, "max": 4, "runnersPerZygote": 30}})"});
  LineClient& client = supervisor.client();
  const auto busy = client.post("run", {{"code", "for (;;) {}"}, {"timeout", 60'000}, {"cpu", 60'000}});
  std::set<std::uint64_t> steps;
  std::vector<std::uint64_t> sent;
  for (int i = 0; i < 100; ++i) sent.push_back(client.post("run", {{"code", kWork}, {"isolation", false}}));
  for (const auto id : sent) {
    const auto result = client.answerTo(id).at("result");
    ASSERT_EQ(result.at("verdict"), "ok") << text(result);
    steps.insert(result.at("steps").to_number<std::uint64_t>());
  }
  ASSERT_EQ(steps.size(), 1u) << *steps.begin() << " … " << *steps.rbegin();
  EXPECT_EQ(client.run(kWork, {{"fuel", *steps.begin()}}).at("verdict"), "ok");
  const auto out = client.run(kWork, {{"fuel", *steps.begin() - 1}});
  EXPECT_EQ(out.at("verdict"), "cpu_limit");
  EXPECT_EQ(out.at("message").as_string(), "the program used more than " + std::to_string(*steps.begin() - 1) + " engine steps");
  EXPECT_EQ(out.at("steps"), *steps.begin() - 1);
  client.call("cancel", {{"id", busy}});
}

TEST(Fuel, ASessionOutlivesItsEnd) {
  SupervisorProcess supervisor;
  LineClient& client = supervisor.client();
  client.call("session.open", {{"session", "s"}});
  EXPECT_EQ(client.run("let kept = 1", {{"session", "s"}}).at("verdict"), "ok");
  EXPECT_EQ(client.run("for (;;) kept++", {{"session", "s"}, {"fuel", 100'000}}).at("verdict"), "cpu_limit");
  EXPECT_EQ(client.run("kept > 1", {{"session", "s"}}).at("value"), true);
}

TEST(Fuel, AnOperatorMayLimitIt) {
  SupervisorProcess supervisor({.policy = R"({"limits": {"fuel": 100000}, "ceiling": {"fuel": 1000000}})"});
  EXPECT_EQ(supervisor.client().run("for (;;);").at("verdict"), "cpu_limit");
  EXPECT_EQ(supervisor.client().run("let i = 0; while (i < 30000) i++;").at("verdict"), "cpu_limit");
  EXPECT_EQ(supervisor.client().run("let i = 0; while (i < 30000) i++;", {{"fuel", 1'000'000}}).at("verdict"), "ok");
  EXPECT_EQ(supervisor.client().call("run", {{"code", "1"}, {"fuel", 1'000'001}}).at("error").at("code"), -32602);
  SupervisorProcess ceilingOnly({.policy = R"({"ceiling": {"fuel": 100000}})"});
  EXPECT_EQ(ceilingOnly.client().run("for (;;);").at("verdict"), "cpu_limit");
}

TEST(Deterministic, ByteForByteTheSameAHundredTimes) {
  constexpr const char* kProgram =
      "const a = [Math.random(), Date.now(), performance.now(), new Date().toString(), process.hrtime(), process.memoryUsage()];"
      "for (let i = 0; i < 50; i++) a.push(Math.random()); const t = Date.now(); while (Date.now() < t + 3);"
      "a.push(Date.now(), [...Array(200).keys()].sort(() => Math.random() - 0.5), Object.keys({b: 1, a: 2, 1: 3}));"
      "console.log(a); a";
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 2, "max": 4, "runnersPerZygote": 30}})"});
  LineClient& client = supervisor.client();
  std::set<std::string> seen;
  std::vector<std::uint64_t> sent;
  for (int i = 0; i < 100; ++i)
    sent.push_back(client.post("run", {{"code", kProgram}, {"isolation", false}, {"deterministic", {{"seed", 9}, {"now", 1'600'000'000'000}}}}));
  for (const auto id : sent) {
    const auto result = client.answerTo(id).at("result").as_object();
    ASSERT_EQ(result.at("verdict"), "ok") << text(result);
    seen.insert(text(result.at("value")) + text(result.at("console")) + text(result.at("steps")));
  }
  EXPECT_EQ(seen.size(), 1u);
  EXPECT_NE(seen.begin()->find("1600000000000"), std::string::npos) << *seen.begin();
  const auto other = client.run(kProgram, {{"deterministic", {{"seed", 10}, {"now", 1'600'000'000'000}}}});
  EXPECT_EQ(seen.count(text(other.at("value")) + text(other.at("console")) + text(other.at("steps"))), 0u);
}

}  // namespace
}  // namespace isobox::testing
