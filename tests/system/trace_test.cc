// Where the time of a request goes: the supervisor's own account, and the runner's claims beside it.
#include <gtest/gtest.h>

#include <chrono>

#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

constexpr const char* kSteps[] = {"parse", "queue", "prepare", "send", "run", "finish"};
constexpr const char* kClaims[] = {"read", "bind", "lower", "compile", "run", "encode"};

double sumOf(const json::object& times, auto& names) {
  double sum = 0;
  for (const char* name : names) {
    const double time = times.at(name).to_number<double>();
    EXPECT_GE(time, 0) << name;
    sum += time;
  }
  return sum;
}

double claim(const json::object& timings, const char* name) { return timings.at("claimed").at(name).to_number<double>(); }

/// The timings of a program, whose parts add up.
json::object timingsOf(SupervisorProcess& supervisor, std::string_view code, json::object options = {}) {
  options["trace"] = true;
  const auto begin = std::chrono::steady_clock::now();
  const auto result = supervisor.client().run(code, options);
  const double outside = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  auto timings = result.at("timings").as_object();
  const double total = timings.at("total").to_number<double>();
  EXPECT_NEAR(sumOf(timings, kSteps), total, 1e-5) << json::serialize(result);
  EXPECT_LE(total, outside);
  if (timings.contains("claimed")) {
    const double seen = timings.at("send").to_number<double>() + timings.at("run").to_number<double>();
    EXPECT_LE(sumOf(timings.at("claimed").as_object(), kClaims), seen + 1e-5) << json::serialize(result);
  }
  return timings;
}

TEST(Trace, IsThereWhenAskedFor) {
  SupervisorProcess supervisor;
  EXPECT_FALSE(supervisor.client().run("1 + 2").contains("timings"));
  supervisor.client().call("warmup");
  const auto timings = timingsOf(supervisor, "1 + 2");
  EXPECT_EQ(timings.at("warm"), true);
  EXPECT_GT(timings.at("run").to_number<double>(), 0);
  for (const char* step : {"spawn", "admit", "seal", "prove"}) EXPECT_GT(timings.at("start").at(step).to_number<double>(), 0) << step;
  EXPECT_EQ(supervisor.stop(), 0);
}

TEST(Trace, TellsWhatTakesLong) {
  SupervisorProcess supervisor;
  const auto busy = timingsOf(supervisor, "const end = Date.now() + 80; while (Date.now() < end); 1");
  EXPECT_GE(claim(busy, "run"), 75) << json::serialize(busy);
  const auto asleep = timingsOf(supervisor, "await new Promise((done) => setTimeout(done, 80)); 1");
  EXPECT_GE(claim(asleep, "run"), 75) << json::serialize(asleep);
  std::string text = "let x = 0;\n";
  for (int i = 0; i < 20'000; ++i) text += "x += [1, 2, 3].at(-1) ?? 0;\n";
  const auto translated = timingsOf(supervisor, "if (0) {" + text + "} 1");
  EXPECT_GT(claim(translated, "lower"), claim(translated, "bind")) << json::serialize(translated);
  EXPECT_GT(claim(translated, "lower"), claim(translated, "encode")) << json::serialize(translated);
}

TEST(Trace, OfSessionsStreamsAndFailures) {
  SupervisorProcess supervisor;
  LineClient& client = supervisor.client();
  client.call("session.open", {{"session", "s"}});
  timingsOf(supervisor, "let x = 1", {{"session", "s"}});
  EXPECT_EQ(timingsOf(supervisor, "x", {{"session", "s"}}).at("warm"), true);
  EXPECT_FALSE(client.run("x", {{"session", "s"}}).contains("timings"));
  EXPECT_TRUE(timingsOf(supervisor, "throw 1").contains("claimed"));
  EXPECT_TRUE(timingsOf(supervisor, "let 1").contains("claimed"));
  EXPECT_GT(claim(timingsOf(supervisor, "for (let i = 0; i < 9; i++) yield i", {{"stream", true}, {"credit", 100}}), "run"), 0);
  const auto wrong = client.call("run", {{"code", "1"}, {"trace", 1}});
  EXPECT_EQ(wrong.at("error").at("message"), "params.trace: 1 is not true or false");
}

TEST(Trace, AProgramThatWaitedForItsRunnerSaysSo) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 0, "max": 2}})"});
  const auto timings = timingsOf(supervisor, "1");
  EXPECT_EQ(timings.at("warm"), false) << json::serialize(timings);
  double start = 0;
  for (const char* step : {"spawn", "admit", "seal", "prove"}) start += timings.at("start").at(step).to_number<double>();
  EXPECT_LE(start, timings.at("queue").to_number<double>()) << json::serialize(timings);
}

// The runner's part are the words of a process that may have been taken over.
TEST(Trace, ClaimsThatOurClockContradictsEndTheRunner) {
  SupervisorProcess supervisor({.policy = R"({"limits": {"wall": 1000, "cpu": 1000}})", .probe = true});
  LineClient& client = supervisor.client();
  const auto honest = client.run("value 1\ntimes 1000", {{"trace", true}});
  EXPECT_EQ(honest.at("verdict"), "ok") << json::serialize(honest);
  EXPECT_EQ(honest.at("timings").at("claimed").at("run"), 0.001);
  for (const char* lie : {"3600000000000", "86400000000001", "0xffffffffffffffff", "0x7fffffffffffffff"}) {
    const auto result = client.run("value 1\ntimes " + std::string(lie), {{"trace", true}});
    EXPECT_EQ(result.at("verdict"), "protocol_violation") << json::serialize(result);
    EXPECT_FALSE(result.at("timings").as_object().contains("claimed")) << json::serialize(result);
  }
  const auto silent = client.run("spin", {{"trace", true}});
  EXPECT_EQ(silent.at("verdict"), "timeout");
  EXPECT_FALSE(silent.at("timings").as_object().contains("claimed"));
  EXPECT_EQ(client.run("value 1\nclaim 0", {{"trace", true}}).at("verdict"), "ok");
}

}  // namespace
}  // namespace isobox::testing
