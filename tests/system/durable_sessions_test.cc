// Sessions that are kept on disk: over ends of processes, of supervisors, and of patience. Each test has a folder of its own.
// Needs a jail.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <thread>

#include "ipc/json.h"
#include "tests/support/supervisor_process.h"

namespace isobox::testing::durable_sessions_test {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr int kKills = 20;
#else
constexpr int kKills = 100;
#endif

std::int64_t codeOf(const json::object& answer) { return answer.at("error").at("code").as_int64(); }

/// Clock ticks of user time that a process has used.
std::uint64_t ticksOf(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string word;
  std::uint64_t user = 0;
  for (int i = 0; i < 13; ++i) stat >> word;
  stat >> user;
  return user;
}

class DurableSessions : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/isobox-durable-XXXXXX";
    root = ::mkdtemp(name);
    start();
  }
  void TearDown() override {
    supervisor.reset();
    std::filesystem::remove_all(root);
  }

  void start(json::object sessions = {}) {
    supervisor.reset();
    sessions["folder"] = root + "/sessions";
    const json::object policy{{"pool", {{"min", 1}, {"max", 2}}}, {"sessions", std::move(sessions)}};
    supervisor = std::make_unique<SupervisorProcess>(SupervisorProcess::Setup{.policy = json::serialize(policy), .onSocket = true});
    client.emplace(supervisor->connect());
  }

  json::object open(const char* id, bool durable = true) { return client->call("session.open", {{"session", id}, {"durable", durable}}); }
  json::object answer(const char* id, std::string_view code, json::object options = {}) {
    options["session"] = id, options["code"] = code, options["isolation"] = false;
    return client->call("run", options);
  }
  json::object run(const char* id, std::string_view code) { return client->run(code, {{"session", id}}); }
  json::object listed(const char* id) {
    const auto list = client->call("session.list").at("result").as_array();
    for (const auto& each : list)
      if (each.at("session") == id) return each.as_object();
    return {};
  }
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& each : std::filesystem::directory_iterator(root + "/sessions")) count += each.path().extension() == ".session";
    return count;
  }

  std::string root;
  std::unique_ptr<SupervisorProcess> supervisor;
  std::optional<LineClient> client;
};

TEST_F(DurableSessions, OutliveTheirSupervisor) {
  EXPECT_EQ(open("s").at("result").at("durable"), true);
  EXPECT_EQ(files(), 1u);
  run("s", "let count = 40; var when = new Date(5), bytes = new Uint8Array([1, 2]); const list = [1, , {deep: [NaN, undefined]}]; function f() {}");
  const auto told = run("s", "count += 2; var self = {}; self.self = self; count");
  EXPECT_EQ(told.at("value"), 42);
  EXPECT_EQ(json::serialize(told.at("unsaved")), R"(["f","self"])");
  EXPECT_EQ(supervisor->stop(), 0) << supervisor->log();
  start();
  EXPECT_EQ(listed("s").at("awake"), false);
  EXPECT_EQ(listed("s").at("programs"), 2);
  const auto next = run("s", "[count, when instanceof Date, +when, bytes[1], list.length, 1 in list, Number.isNaN(list[2].deep[0]), typeof f].join()");
  EXPECT_EQ(next.at("value"), "42,true,5,2,3,false,true,undefined");
  EXPECT_EQ(next.at("rebuilt"), true);
  EXPECT_FALSE(run("s", "count").contains("rebuilt"));
  EXPECT_EQ(run("s", "let count = 1; count").at("value"), 1) << "and may be declared again";
}

TEST_F(DurableSessions, OthersDoNotOutliveIt) {
  open("s", false);
  run("s", "var x = 1");
  supervisor->stop();
  start();
  EXPECT_EQ(codeOf(answer("s", "x")), -32003);
  EXPECT_EQ(files(), 0u);
}

TEST_F(DurableSessions, NothingThatWasAnsweredIsLostWhenTheSupervisorIsKilled) {
  std::mt19937 random(20261127);
  std::int64_t acknowledged = 0;
  int interrupted = 0;
  open("s");
  constexpr const char* kNext = "n = (typeof n === 'undefined' ? 0 : n) + 1";
  std::chrono::nanoseconds took{};  // by an answer, here and now
  double within = 2;                // of that, the next kill comes; nearer after one that came too late, so that both kinds are met
  const auto next = [&] {
    const auto begin = std::chrono::steady_clock::now();
    acknowledged = run("s", kNext).at("value").as_int64();
    took = std::chrono::steady_clock::now() - begin;
  };
  for (int i = 0; i < 3; ++i) next();
  for (int kill = 0; kill < kKills; ++kill) {
    // A number of answers, and then the end at any moment of what comes after.
    const int answers = static_cast<int>(random() % 4);
    for (int i = 0; i < answers; ++i) next();
    const auto moment = std::chrono::nanoseconds(random() % static_cast<std::uint64_t>(within * static_cast<double>(took.count()) + 1));
    client->post("run", {{"session", "s"}, {"code", kNext}, {"isolation", false}});
    std::thread killer([&] {
      std::this_thread::sleep_for(moment);
      supervisor->signal(SIGKILL);
    });
    std::optional<std::string> line;
    try {
      line = client->readLine();
    } catch (const std::runtime_error&) {
    }
    killer.join();
    if (line) acknowledged = ipc::parseJson(*line).value().at("result").at("value").as_int64();
    else ++interrupted;
    within = std::clamp(within * (line ? 0.8 : 1.25), 0.01, 3.0);
    supervisor->wait();
    start();
    const auto now = run("s", "typeof n === 'undefined' ? 0 : n").at("value").as_int64();
    ASSERT_GE(now, acknowledged) << "kill " << kill;
    ASSERT_LE(now, acknowledged + 1) << "kill " << kill;
    acknowledged = now;
  }
  EXPECT_GT(interrupted, kKills / 10) << "the moments must hit programs under way";
  EXPECT_LT(interrupted, kKills) << "and the time after them";
}

TEST_F(DurableSessions, GoBackToWhatWasWrittenWhenTheirProcessIsKilled) {
  open("s");
  run("s", "var n = 1");
  const auto begin = client->post("run", {{"session", "s"}, {"code", "n = 2; for (;;);"}, {"isolation", false}});
  pid_t victim = 0;
  ASSERT_TRUE(eventually([&] {
    // The one that computes.
    for (const pid_t pid : descendants(supervisor->pid()))
      if (statusField(pid, "PPid") != std::to_string(supervisor->pid()) && ticksOf(pid) >= 20) victim = pid;
    return victim != 0;
  }));
  ::kill(victim, SIGKILL);
  EXPECT_EQ(client->answerTo(begin).at("result").at("verdict"), "crashed");
  const auto next = run("s", "n");
  EXPECT_EQ(next.at("value"), 1);
  EXPECT_EQ(next.at("rebuilt"), true);
}

TEST_F(DurableSessions, KeepWhatAProgramDidThatWasStoppedInTime) {
  open("s");
  EXPECT_EQ(answer("s", "var n = 5; for (;;);", {{"timeout", 100}}).at("result").at("verdict"), "timeout");
  EXPECT_EQ(answer("s", "n = 6; throw new Error('x')").at("result").at("verdict"), "error");
  supervisor->signal(SIGKILL);
  supervisor->wait();
  start();
  EXPECT_EQ(run("s", "n").at("value"), 6);
}

TEST_F(DurableSessions, AProgramWhoseStateCannotBeWrittenHasNotHappened) {
  start({{"storage", "64KiB"}});
  open("s");
  run("s", "var text = 'small'");
  const auto refused = answer("s", "text = 'x'.repeat(100000); 1");
  ASSERT_TRUE(refused.contains("error")) << json::serialize(refused);
  EXPECT_EQ(codeOf(refused), -32603);
  EXPECT_NE(json::serialize(refused).find("65536 bytes"), std::string::npos) << json::serialize(refused);
  const auto next = run("s", "text");
  EXPECT_EQ(next.at("value"), "small");
  EXPECT_EQ(next.at("rebuilt"), true);
  // The sum counts, and what is closed counts no more.
  open("t");
  run("t", "var text = 'x'.repeat(50000)");
  EXPECT_TRUE(answer("s", "text = 'x'.repeat(20000); 1").contains("error"));
  client->call("session.close", {{"session", "t"}});
  EXPECT_TRUE(answer("s", "text = 'x'.repeat(20000); 1").contains("result"));
  // A state that is no value: too deep, too large for its limit.
  EXPECT_TRUE(answer("s", "var big = 'y'.repeat(9e6); 1").contains("error"));
  EXPECT_EQ(run("s", "typeof big").at("value"), "undefined");
}

TEST_F(DurableSessions, AFullOrBrokenDiskIsAnErrorAndNotALoss) {
  open("s");
  run("s", "var n = 1");
  // Nothing can be made in it: the supervisor's root has no right to go around a folder's mode.
  ASSERT_EQ(::chmod((root + "/sessions").c_str(), 0500), 0);
  const bool asRoot = ::geteuid() == 0;
  ASSERT_EQ(asRoot ? ::chown((root + "/sessions").c_str(), 12345, 12345) : 0, 0);
  EXPECT_EQ(codeOf(answer("s", "n = 2")), -32603);
  EXPECT_EQ(codeOf(open("t")), -32603);
  EXPECT_EQ(listed("t"), json::object());
  ASSERT_EQ(asRoot ? ::chown((root + "/sessions").c_str(), 0, 0) : 0, 0);
  ASSERT_EQ(::chmod((root + "/sessions").c_str(), 0700), 0);
  EXPECT_EQ(run("s", "n").at("value"), 1);
  EXPECT_EQ(run("s", "n = 3").at("value"), 3);
}

TEST_F(DurableSessions, ADamagedStateIsToldAndNotRun) {
  open("s");
  run("s", "var n = 1");
  supervisor->stop();
  for (const auto& each : std::filesystem::directory_iterator(root + "/sessions")) {
    if (each.path().extension() != ".session") continue;
    std::fstream file(each.path(), std::ios::in | std::ios::out);
    file.seekp(-70, std::ios::end);
    file << '9';
  }
  start();
  const auto refused = answer("s", "n");
  EXPECT_EQ(codeOf(refused), -32603);
  EXPECT_NE(json::serialize(refused).find("sum"), std::string::npos) << json::serialize(refused);
  EXPECT_TRUE(client->call("session.reset", {{"session", "s"}}).contains("result"));
  EXPECT_EQ(run("s", "typeof n").at("value"), "undefined");
}

TEST_F(DurableSessions, SleepAndWakeUp) {
  start({{"idleTimeout", "300ms"}});
  open("s");
  open("plain", false);
  run("s", "var n = 7");
  EXPECT_EQ(listed("s").at("awake"), true);
  EXPECT_TRUE(eventually([&] { return listed("plain").empty() && listed("s").at("awake") == false; }));
  EXPECT_TRUE(eventually([&] { return client->call("info").at("result").at("pool").at("sessions") == 0; }));
  EXPECT_EQ(run("s", "n").at("value"), 7);
}

TEST_F(DurableSessions, AreForgottenAfterTheirTime) {
  start({{"idleTimeout", "50ms"}, {"keep", "400ms"}});
  open("s");
  run("s", "var n = 7");
  EXPECT_TRUE(eventually([&] { return listed("s").empty(); }));
  EXPECT_TRUE(eventually([&] { return files() == 0; }));
}

TEST_F(DurableSessions, MakeRoomForOneAnother) {
  start({{"max", 3}, {"perTenant", 3}});
  const char* const kNames[] = {"a", "b", "c", "d", "e", "f"};
  for (const char* name : kNames) EXPECT_TRUE(open(name).contains("result"));
  for (int round = 0; round < 3; ++round)
    for (const char* name : kNames) EXPECT_EQ(run(name, "n = (typeof n === 'undefined' ? 0 : n) + 1").at("value"), round + 1) << name;
  // One that cannot sleep takes a place; those in use keep theirs.
  EXPECT_TRUE(open("plain", false).contains("result"));
  const auto first = client->post("run", {{"session", "a"}, {"code", "for (;;);"}, {"isolation", false}});
  const auto second = client->post("run", {{"session", "b"}, {"code", "for (;;);"}, {"isolation", false}});
  ASSERT_TRUE(eventually([&] { return listed("a").at("running") == true && listed("b").at("running") == true; }));
  EXPECT_EQ(codeOf(answer("c", "n")), -32000);
  EXPECT_EQ(codeOf(open("plain too", false)), -32000);
  for (const auto id : {first, second}) client->call("cancel", {{"id", id}}), client->answerTo(id);
  EXPECT_EQ(run("c", "n").at("value"), 3);
}

TEST_F(DurableSessions, CeilingsHold) {
  start({{"durablePerTenant", 2}});
  open("a"), open("b");
  EXPECT_EQ(codeOf(open("c")), -32000);
  EXPECT_TRUE(open("a").contains("result"));
  client->call("session.close", {{"session", "a"}});
  EXPECT_EQ(files(), 1u);
  EXPECT_TRUE(open("c").contains("result"));
}

TEST_F(DurableSessions, ResetAndCloseAreOnDisk) {
  open("a"), open("b");
  run("a", "var n = 1"), run("b", "var n = 1");
  client->call("session.reset", {{"session", "a"}});
  client->call("session.close", {{"session", "b"}});
  supervisor->signal(SIGKILL);
  supervisor->wait();
  start();
  EXPECT_EQ(run("a", "typeof n").at("value"), "undefined");
  EXPECT_EQ(codeOf(answer("b", "n")), -32003);
}

TEST_F(DurableSessions, StateThatIsSetIsOnDisk) {
  open("s");
  client->call("session.set", {{"session", "s"}, {"state", {{"user", "alice"}}}});
  supervisor->signal(SIGKILL);
  supervisor->wait();
  start();
  const auto state = client->call("session.get", {{"session", "s"}}).at("result").at("value").at("state");
  EXPECT_EQ(state.at("user"), "alice");
}

TEST_F(DurableSessions, NeedAFolder) {
  SupervisorProcess plain;
  const auto refused = plain.client().call("session.open", {{"session", "s"}, {"durable", true}});
  EXPECT_EQ(codeOf(refused), -32602);
  EXPECT_NE(json::serialize(refused).find("sessions.folder"), std::string::npos);
  open("s", false);
  EXPECT_EQ(codeOf(open("s")), -32602) << "one that is there and not durable";
}

TEST_F(DurableSessions, AStateAsDeepAsAllowedComesBack) {
  open("s");
  const auto deepest = answer("s", "var deep = 1; for (let i = 0; i < 250; i++) deep = [deep]; 1");
  ASSERT_TRUE(deepest.contains("result")) << json::serialize(deepest);
  supervisor->stop();
  start();
  EXPECT_EQ(run("s", "let levels = 0; for (let d = deep; Array.isArray(d); d = d[0]) levels++; levels").at("value"), 250);
}

}  // namespace
}  // namespace isobox::testing::durable_sessions_test
