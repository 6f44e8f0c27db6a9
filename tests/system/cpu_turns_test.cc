// Long programs give way to short ones: what the kernel's files say of a slot while a program is in it. No time is measured. Needs
// a jail, and the rights to make control groups.
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>

#include "ipc/base/channel.h"
#include "policy/token.h"
#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

/// The directory of the supervisor's groups that has the CPU's files; "" without.
std::string cpuDirectory(pid_t supervisor) {
  for (const auto& directory : cgroupDirectories(supervisor))
    if (::access((directory + "/slot-0/cpu.idle").c_str(), F_OK) == 0) return directory;
  return {};
}

std::string textOf(const std::string& path) {
  const auto text = readFile(path, 64);
  return text ? *text : "unreadable";
}

class CpuTurns : public ::testing::Test {
 protected:
  explicit CpuTurns(std::string policy = R"({"pool": {"min": 1, "max": 1}, "sessions": {"max": 1}})", bool onSocket = false)
      : supervisor({.policy = std::move(policy), .onSocket = onSocket}) {
    if (onSocket) connected.emplace(supervisor.connect());
    client().call("warmup");
    groups = cpuDirectory(supervisor.pid());
    EXPECT_FALSE(groups.empty()) << "this test needs the cpu controller and Linux 5.15";
  }
  LineClient& client() { return connected ? *connected : supervisor.client(); }
  std::string idle(int slot = 0) { return textOf(groups + "/slot-" + std::to_string(slot) + "/cpu.idle"); }
  /// As a group has it that nobody has changed.
  std::string weight(int slot = 0) {
    const std::string directory = groups + "/slot-" + std::to_string(slot);
    const bool first = ::access((directory + "/cpu.shares").c_str(), F_OK) == 0;
    return textOf(directory + (first ? "/cpu.shares" : "/cpu.weight")) == (first ? "1024\n" : "100\n") ? "usual" : "other";
  }
  json::object resultOf(std::uint64_t id) { return supervisor.client().answerTo(id).at("result").as_object(); }

  SupervisorProcess supervisor;
  std::optional<LineClient> connected;
  std::string groups;
};

class CpuTurnsOff : public CpuTurns {
 protected:
  CpuTurnsOff() : CpuTurns(R"({"pool": {"min": 1, "max": 1, "yieldAfter": 0}})") {}
};

class CpuTurnsOfTenants : public CpuTurns {
 protected:
  static constexpr const char* kAlice = "the-token-of-alice-is-long-enough";
  static constexpr const char* kBob = "the-token-of-bob-is-long-enough-too";

  // On a slow machine even a program that sleeps takes more than 10 ms, and would yield for that.
  explicit CpuTurnsOfTenants(const std::string& slots = "1")
      : CpuTurns(R"({"pool": {"min": 1, "yieldAfter": "300ms", "max": )" + slots + R"(}, "tenants": {"alice": {"token": ")" + digest(kAlice) + R"("}, "bob": {"token": ")" + digest(kBob) + "\"}}}", true) {}
  /// So many programs have runners, sooner or later.
  bool busy(int count) {
    return eventually([&] { return client().call("info").at("result").at("pool").at("busy") == count; });
  }
  static std::string digest(const char* token) { return policy::digestText(policy::digestOf(token)); }
  LineClient as(const char* token) {
    auto client = supervisor.connect();
    EXPECT_TRUE(client.call("authenticate", {{"token", token}}).contains("result"));
    return client;
  }
};

class CpuTurnsOfTwo : public CpuTurnsOfTenants {
 protected:
  CpuTurnsOfTwo() : CpuTurnsOfTenants("2") {}
};

/// Processes that want every processor, one each, beside the slots and with a slot's weight.
class Busy {
 public:
  explicit Busy(const std::string& groups) : group_(groups + "/busy") {
    if (::mkdir(group_.c_str(), 0755) != 0) throw std::runtime_error("cannot make " + group_);
    cpu_set_t all;
    if (::sched_getaffinity(0, sizeof all, &all) != 0) throw std::runtime_error("cannot ask for the processors");
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
      if (CPU_ISSET(cpu, &all)) begin(cpu);
  }
  ~Busy() {
    for (const pid_t pid : pids_) ::kill(pid, SIGKILL);
    for (const pid_t pid : pids_) ::waitpid(pid, nullptr, 0);
    (void)eventually([&] { return ::rmdir(group_.c_str()) == 0; });
  }

 private:
  void begin(int cpu) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      cpu_set_t one;
      CPU_ZERO(&one);
      CPU_SET(cpu, &one);
      if (::sched_setaffinity(0, sizeof one, &one) != 0) ::_exit(1);
      for (volatile unsigned i = 0;;) i = i + 1;
    }
    pids_.push_back(pid);
    if (!writeFile(group_ + "/cgroup.procs", std::to_string(pid))) throw std::runtime_error("cannot move a process into " + group_);
  }
  std::string group_;
  std::vector<pid_t> pids_;
};

constexpr const char* kEndless = "for (;;);";
constexpr const char* kSleeps = "await new Promise(done => setTimeout(done, 500)); 'awake'";

TEST_F(CpuTurns, ALongProgramYieldsAndTheSlotsNextDoesNot) {
  const auto spins = supervisor.client().post("run", {{"code", kEndless}, {"timeout", 1000}});
  EXPECT_TRUE(eventually([&] { return idle() == "1\n"; }));
  EXPECT_EQ(resultOf(spins).at("verdict"), "timeout");
  // The only slot there is.
  const auto sleeps = supervisor.client().post("run", {{"code", kSleeps}});
  EXPECT_TRUE(eventually([&] { return supervisor.client().call("info").at("result").at("pool").at("busy") == 1; }));
  EXPECT_EQ(idle(), "0\n");
  EXPECT_EQ(weight(), "usual");
  EXPECT_EQ(resultOf(sleeps).at("value"), "awake");
  EXPECT_EQ(idle(), "0\n") << "it has used no CPU time";
}

TEST_F(CpuTurnsOfTenants, WhoHasHadMoreThanItsShareYieldsFromTheBeginning) {
  auto alice = as(kAlice), bob = as(kBob);
  EXPECT_EQ(alice.run(kEndless, {{"timeout", 1000}}).at("verdict"), "timeout");
  const auto idleIn = [&](LineClient& tenant) {
    EXPECT_TRUE(busy(0)) << "the one before has gone";
    const auto sleeps = tenant.post("run", {{"code", kSleeps}});
    EXPECT_TRUE(busy(1));
    const auto found = idle();
    EXPECT_EQ(tenant.answerTo(sleeps).at("result").at("value"), "awake");
    return found;
  };
  EXPECT_EQ(idleIn(alice), "0\n") << "she is alone";
  EXPECT_EQ(bob.run(kEndless, {{"timeout", 50}}).at("verdict"), "timeout");
  EXPECT_EQ(idleIn(alice), "1\n");
  EXPECT_EQ(idleIn(bob), "0\n");
  EXPECT_EQ(weight(), "usual");
}

TEST_F(CpuTurnsOfTwo, AProgramThatHasNotEndedCounts) {
  auto alice = as(kAlice), bob = as(kBob);
  EXPECT_EQ(bob.run(kEndless, {{"timeout", 50}}).at("verdict"), "timeout");
  EXPECT_TRUE(eventually([&] { return idle(0) != "1\n" && idle(1) != "1\n"; }));
  const auto spins = alice.post("run", {{"code", kEndless}, {"timeout", 30000}});
  EXPECT_TRUE(eventually([&] { return idle(0) == "1\n" || idle(1) == "1\n"; }));
  const int other = idle(0) == "1\n" ? 1 : 0;
  const auto idleIn = [&](LineClient& tenant) {
    EXPECT_TRUE(busy(1)) << "the one before has gone";
    const auto sleeps = tenant.post("run", {{"code", kSleeps}});
    EXPECT_TRUE(busy(2));
    const auto found = idle(other);
    EXPECT_EQ(tenant.answerTo(sleeps).at("result").at("value"), "awake");
    return found;
  };
  EXPECT_TRUE(eventually([&] { return idleIn(alice) == "1\n"; }));
  EXPECT_EQ(idleIn(bob), "0\n");
  EXPECT_EQ(alice.call("cancel", {{"id", spins}}).at("result").at("cancelled"), 1) << "it was there all the time";
}

TEST_F(CpuTurnsOff, NobodyYields) {
  const auto spins = supervisor.client().post("run", {{"code", kEndless}, {"timeout", 400}});
  std::size_t looks = 0;
  while (supervisor.client().call("info").at("result").at("pool").at("busy") == 1) {
    ++looks;
    ASSERT_EQ(idle(), "0\n");
  }
  EXPECT_GT(looks, 3u);
  EXPECT_EQ(resultOf(spins).at("verdict"), "timeout");
}

TEST_F(CpuTurns, ASessionsNextProgramHasTheFullWeightAgain) {
  auto& client = supervisor.client();
  client.call("session.open", {{"session", "s"}});
  client.run("let count = 1", {{"session", "s"}});
  const auto spins = client.post("run", {{"code", "count++; for (;;);"}, {"session", "s"}, {"timeout", 500}});
  EXPECT_TRUE(eventually([&] { return idle(0) == "1\n" || idle(1) == "1\n"; }));
  EXPECT_EQ(resultOf(spins).at("verdict"), "timeout");
  EXPECT_EQ(client.run("count", {{"session", "s"}}).at("value"), 2);
  for (int slot = 0; slot < 2; ++slot) {
    if (idle(slot) == "unreadable") continue;
    EXPECT_EQ(idle(slot), "0\n");
    EXPECT_EQ(weight(slot), "usual");
  }
}

TEST_F(CpuTurns, OnABusyMachineALongProgramGoesOn) {
  const Busy busy(groups);
  const auto result = supervisor.client().run("let sum = 0; for (let i = 0; i < 1e7; i++) sum += i; sum", {{"timeout", 15000}});
  EXPECT_EQ(result.at("verdict"), "ok") << json::serialize(result);
  EXPECT_EQ(result.at("value"), 49999995000000);
}

TEST_F(CpuTurns, OnABusyMachineASessionOutlivesItsTimeout) {
  auto& client = supervisor.client();
  client.call("session.open", {{"session", "s"}});
  client.run("let count = 1", {{"session", "s"}});
  const Busy busy(groups);
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(client.run("count++; for (;;);", {{"session", "s"}, {"timeout", 400}}).at("verdict"), "timeout");
  EXPECT_EQ(client.run("count", {{"session", "s"}}).at("value"), 6) << "it had no processor to notice its end";
}

TEST_F(CpuTurns, OnABusyMachineWhatWasKilledMakesRoom) {
  const Busy busy(groups);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(supervisor.client().run("Array(4294967295).join('')", {{"timeout", 300}}).at("verdict"), "timeout");
  EXPECT_EQ(supervisor.client().run("1 + 2").at("value"), 3);
}

}  // namespace
}  // namespace isobox::testing
