// Quotas of tenants: CPU time, memory, sessions; and whoever tries to get around them. Needs a jail.
#include <gtest/gtest.h>

#include "policy/token.h"
#include "tests/support/supervisor_process.h"

namespace isobox::testing::quotas_test {
namespace {

const std::string kAlice = "alice's secret";
const std::string kBob = "bob's secret";

std::string digest(const std::string& token) { return policy::digestText(policy::digestOf(token)); }

/// `alice`: her quotas. Bob has none.
std::string policyText(const std::string& alice) {
  return R"({"pool": {"min": 2, "max": 4}, "tenants": {"alice": {"token": ")" + digest(kAlice) + "\", " + alice + R"(}, "bob": {"token": ")" +
         digest(kBob) + "\"}}}";
}

LineClient as(const SupervisorProcess& supervisor, const std::string& token) {
  auto client = supervisor.connect();
  const auto answer = client.call("authenticate", {{"token", token}});
  if (!answer.contains("result")) throw std::runtime_error(json::serialize(answer));
  return client;
}

/// A program that uses so much CPU time.
std::string busy(int milliseconds) {
  return "const end = Date.now() + " + std::to_string(milliseconds) + "; while (Date.now() < end); 'done'";
}

std::int64_t codeOf(const json::object& answer) {
  return answer.contains("error") ? answer.at("error").at("code").to_number<std::int64_t>() : 0;
}

double retryAfter(const json::object& answer) { return answer.at("error").at("data").at("retryAfter").to_number<double>(); }

double cpuLeft(LineClient& client) { return client.call("metrics").at("result").at("quotas").at("cpuLeft").to_number<double>(); }

// ---- CPU time --------------------------------------------------------------------------------------------------------------

TEST(CpuQuota, IsSpentByWhatWasMeasuredAndComesBackWhenItIsSaid) {
  // 6 s a minute: 100 ms a second.
  SupervisorProcess supervisor({.policy = policyText(R"("cpuPerMinute": "6s")"), .onSocket = true});
  auto alice = as(supervisor, kAlice), bob = as(supervisor, kBob);
  EXPECT_GT(cpuLeft(alice), 5900);
  const auto first = alice.run(busy(500));
  EXPECT_NEAR(cpuLeft(alice), 6000 - first.at("cpu").to_number<double>(), 150);
  // Four at once, more than is left; none is stopped half way.
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 4; ++i) ids.push_back(alice.post("run", {{"code", "for (;;);"}, {"timeout", 60000}, {"cpu", 2000}}));
  for (const auto id : ids) EXPECT_EQ(alice.answerTo(id).at("result").at("verdict"), "cpu_limit");
  const double left = cpuLeft(alice);
  ASSERT_LT(left, 0);
  const auto refused = alice.call("run", {{"code", "1"}});
  ASSERT_EQ(codeOf(refused), -32000) << json::serialize(refused);
  EXPECT_NEAR(retryAfter(refused), -left * 10, 3000) << "the debt at a tenth of a millisecond a millisecond";
  EXPECT_EQ(bob.run("1").at("value"), 1) << "others are not concerned";
  const auto metrics = alice.call("metrics").at("result").at("own").as_object();
  EXPECT_EQ(metrics.at("refused").at("overloaded"), 1);
}

TEST(CpuQuota, WhoComesBackWhenItWasToldIsLetIn) {
  SupervisorProcess supervisor({.policy = policyText(R"("cpuPerMinute": "3s")"), .onSocket = true});  // 50 ms a second
  auto alice = as(supervisor, kAlice);
  auto answer = alice.call("run", {{"code", "1"}});
  for (int i = 0; i < 100 && answer.contains("result"); ++i) answer = alice.call("run", {{"code", busy(200)}});
  ASSERT_EQ(codeOf(answer), -32000) << json::serialize(answer);
  // The wait is the thing under test: as long as the supervisor says, and a tick.
  const timespec wait{static_cast<time_t>(retryAfter(answer) / 1000), (static_cast<long>(retryAfter(answer)) % 1000) * 1'000'000};
  ASSERT_LT(retryAfter(answer), 20'000);
  ::nanosleep(&wait, nullptr);
  answer = alice.call("run", {{"code", "1"}});
  EXPECT_TRUE(answer.contains("result")) << json::serialize(answer);
}

class CpuQuotaEvasion : public ::testing::Test {
 protected:
  /// Whether alice, with 400 ms a minute, is over her quota now.
  static bool isOver(LineClient& client) { return codeOf(client.call("run", {{"code", "1"}, {"isolation", false}})) == -32000; }
  static SupervisorProcess::Setup setup(bool probe = false) {
    return {.policy = policyText(R"("cpuPerMinute": 400)"), .probe = probe, .onSocket = true};
  }
};

TEST_F(CpuQuotaEvasion, ManyShortProgramsAtOnce) {
  SupervisorProcess supervisor(setup());
  auto alice = as(supervisor, kAlice);
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 200; ++i) ids.push_back(alice.post("run", {{"code", busy(40)}, {"isolation", false}}));
  int ran = 0, refused = 0;
  double used = 0;
  for (const auto id : ids) {
    const auto answer = alice.answerTo(id);
    if (const auto* result = answer.if_contains("result")) {
      ++ran;
      used += result->at("cpu").to_number<double>();
    } else {
      EXPECT_EQ(codeOf(answer), -32000) << json::serialize(answer);
      EXPECT_GT(retryAfter(answer), 0);
      ++refused;
    }
  }
  EXPECT_GE(ran, 5);
  EXPECT_GT(refused, 100);
  EXPECT_LT(used, 400 + 4 * 100) << "what runs when it is used up, and no more: four at most";
}

TEST_F(CpuQuotaEvasion, ProgramsThatAreWithdrawn) {
  SupervisorProcess supervisor(setup());
  auto alice = as(supervisor, kAlice);
  const auto id = alice.post("run", {{"code", "for (;;);"}, {"timeout", 60000}, {"cpu", 60000}});
  auto bob = as(supervisor, kBob);
  ASSERT_TRUE(eventually([&] { return bob.call("info").at("result").at("pool").at("busy") == 1; }));
  bob.run(busy(900));
  alice.call("cancel", {{"id", id}});
  EXPECT_EQ(alice.answerTo(id).at("result").at("verdict"), "cancelled");
  EXPECT_LT(cpuLeft(alice), 200);
}

TEST_F(CpuQuotaEvasion, ConnectionsThatAreCutOff) {
  SupervisorProcess supervisor(setup());
  {
    auto gone = as(supervisor, kAlice);
    gone.post("run", {{"code", "for (;;);"}, {"timeout", 60000}, {"cpu", 60000}});
    auto bob = as(supervisor, kBob);
    ASSERT_TRUE(eventually([&] { return bob.call("info").at("result").at("pool").at("busy") == 1; }));
    bob.run(busy(900));
  }
  auto alice = as(supervisor, kAlice);
  EXPECT_TRUE(eventually([&] { return cpuLeft(alice) < 200; })) << cpuLeft(alice);
}

TEST_F(CpuQuotaEvasion, ProgramsThatCrashOrTimeOutOrLie) {
  for (const char* end : {"crash", "exit 0", "syscall 2", "bytes 100 7", "claim 3"}) {
    SupervisorProcess supervisor(setup(true));
    auto alice = as(supervisor, kAlice);
    EXPECT_FALSE(isOver(alice));
    // Writing to 64 MiB of memory takes its time.
    std::string program;
    for (int i = 0; i < 3; ++i) program += "touch 50000000\n";
    const auto result = alice.run(program + end, {{"memory", 256 << 20}, {"isolation", false}});
    EXPECT_NE(result.at("verdict"), "ok");
    const double used = result.at("cpu").to_number<double>();
    EXPECT_GT(used, 5) << end;
    EXPECT_LT(cpuLeft(alice), 400 - used + 30) << end;
  }
}

TEST_F(CpuQuotaEvasion, ProgramsOfSessions) {
  SupervisorProcess supervisor(setup());
  auto alice = as(supervisor, kAlice);
  for (const char* name : {"a", "b", "c"}) EXPECT_TRUE(alice.call("session.open", {{"session", name}}).contains("result"));
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 60; ++i)
    ids.push_back(alice.post("run", {{"code", "{ " + busy(40) + " }"}, {"session", std::string(1, "abc"[i % 3])}, {"isolation", false}}));
  int ran = 0;
  for (const auto id : ids) ran += alice.answerTo(id).contains("result");
  EXPECT_GE(ran, 5);
  EXPECT_LT(ran, 50) << "those that waited in the queues of their sessions are asked again";
  EXPECT_EQ(alice.call("session.list").at("result").as_array().size(), 3u) << "the sessions are still there";
  EXPECT_EQ(codeOf(alice.call("run", {{"code", "1"}, {"session", "a"}})), -32000);
}

TEST_F(CpuQuotaEvasion, SessionsThatWorkBetweenTheirPrograms) {
  SupervisorProcess supervisor(setup(true));
  auto alice = as(supervisor, kAlice);
  for (const char* name : {"spins", "waits"}) alice.call("session.open", {{"session", name}});
  EXPECT_EQ(alice.run("ok", {{"session", "waits"}}).at("verdict"), "ok");
  EXPECT_EQ(alice.run("ok\nspin", {{"session", "spins"}}).at("verdict"), "ok");
  EXPECT_TRUE(eventually([&] { return alice.call("session.list").at("result").as_array().size() == 1; }));
  EXPECT_EQ(alice.call("session.list").at("result").as_array()[0].at("session"), "waits");
  EXPECT_LT(cpuLeft(alice), 220) << "and it has been charged";
  const auto events = alice.call("events", {{"types", {"security:violation"}}}).at("result").as_array();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].at("context").at("violation"), "idle");
}

// ---- memory ----------------------------------------------------------------------------------------------------------------

TEST(MemoryQuota, CountsProgramsInFlightAndSessions) {
  SupervisorProcess supervisor({.policy = policyText(R"("memory": "160MiB")"), .onSocket = true});
  auto alice = as(supervisor, kAlice), bob = as(supervisor, kBob);
  EXPECT_TRUE(alice.call("session.open", {{"session", "s"}, {"memory", 64 << 20}}).contains("result"));
  const auto running = alice.post("run", {{"code", "for (;;);"}, {"timeout", 60000}, {"cpu", 60000}});
  ASSERT_TRUE(eventually([&] { return alice.call("metrics").at("result").at("quotas").at("memoryHeld") == 128 << 20; }));
  const auto refused = alice.call("run", {{"code", "1"}});
  ASSERT_EQ(codeOf(refused), -32000) << json::serialize(refused);
  EXPECT_GT(retryAfter(refused), 0);
  EXPECT_EQ(codeOf(alice.call("session.open", {{"session", "t"}})), -32000);
  EXPECT_EQ(alice.run("1", {{"memory", 32 << 20}}).at("value"), 1) << "a small one fits";
  EXPECT_EQ(alice.run("1", {{"session", "s"}}).at("value"), 1) << "a session's memory is there already";
  EXPECT_EQ(bob.run("1").at("value"), 1);
  // Never: no matter of waiting.
  EXPECT_EQ(codeOf(alice.call("run", {{"code", "1"}, {"memory", 200 << 20}})), -32602);

  alice.call("cancel", {{"id", running}});
  alice.answerTo(running);  // withdrawn while it ran or while it waited: either way it gives back
  EXPECT_EQ(alice.run("2").at("value"), 2);
  EXPECT_TRUE(alice.call("session.open", {{"session", "t"}}).contains("result"));
  EXPECT_EQ(codeOf(alice.call("run", {{"code", "1"}})), -32000);
  alice.call("session.close", {{"session", "t"}});
  EXPECT_EQ(alice.run("3").at("value"), 3) << "what a session had is given back at its end";
  alice.call("session.close", {{"session", "s"}});
  EXPECT_TRUE(eventually([&] { return alice.call("metrics").at("result").at("quotas").at("memoryHeld") == 0; }));
}

TEST(MemoryQuota, IsGivenBackHoweverAProgramEnds) {
  SupervisorProcess supervisor({.policy = policyText(R"("memory": "64MiB")"), .probe = true, .onSocket = true});
  auto alice = as(supervisor, kAlice);
  for (const char* end : {"ok", "crash", "exit 1", "syscall 2", "bytes 100 7"}) {
    EXPECT_TRUE(alice.call("run", {{"code", end}}).contains("result")) << end;
  }
  {
    auto gone = as(supervisor, kAlice);
    gone.post("run", {{"code", "sleep"}});
    ASSERT_TRUE(eventually([&] { return alice.call("metrics").at("result").at("quotas").at("memoryHeld") == 64 << 20; }));
  }
  EXPECT_TRUE(eventually([&] { return alice.call("metrics").at("result").at("quotas").at("memoryHeld") == 0; }));
}

// ---- sessions --------------------------------------------------------------------------------------------------------------

TEST(SessionQuota, SaysWhenTheFirstWillHaveEnded) {
  SupervisorProcess supervisor({.policy = policyText(R"("sessions": 1)"), .onSocket = true});
  auto alice = as(supervisor, kAlice), bob = as(supervisor, kBob);
  EXPECT_TRUE(alice.call("session.open", {{"session", "a"}, {"idleTimeout", 20'000}}).contains("result"));
  const auto refused = alice.call("session.open", {{"session", "b"}});
  ASSERT_EQ(codeOf(refused), -32000) << json::serialize(refused);
  EXPECT_GT(retryAfter(refused), 10'000);
  EXPECT_LE(retryAfter(refused), 20'000);
  EXPECT_TRUE(alice.call("session.open", {{"session", "a"}}).contains("result")) << "it is there already";
  for (const char* name : {"a", "b"}) EXPECT_TRUE(bob.call("session.open", {{"session", name}}).contains("result"));
  alice.call("session.close", {{"session", "a"}});
  EXPECT_TRUE(alice.call("session.open", {{"session", "b"}}).contains("result"));
}

}  // namespace
}  // namespace isobox::testing::quotas_test
