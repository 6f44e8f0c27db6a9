// What a taken-over runner can do to the supervisor and to others: a process behind the real seal that forges, floods,
// stalls and dies. Each case asserts its exact verdict, its harmless twin is "ok", and the supervisor lives on.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>

#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

struct Attack {
  const char* name;
  const char* program;
  const char* verdict;
  const char* twin;  // the same without the hostile line
};

const Attack kAttacks[] = {
    {"second answer in a value", "newline\nok", "protocol_violation", "ok"},
    {"value with white space", "value [1, 2]\nok", "protocol_violation", "value [1,2]\nclaim 0"},
    {"value that is no JSON", "value {x}\nclaim 0", "protocol_violation", "value {\"x\":1}\nclaim 0"},
    {"value nested too deep", "value [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]\nclaim 0", "protocol_violation", "value [[[1]]]\nclaim 0"},
    {"two values", "value 1\nvalue 2\nclaim 0", "protocol_violation", "value 1\nclaim 0"},
    {"completion without a value", "claim 0", "protocol_violation", "value 1\nclaim 0"},
    {"claimed timeout", "claim 3", "protocol_violation", "claim 1"},
    {"claimed cpu limit", "claim 4", "protocol_violation", "claim 1"},
    {"unknown claim", "claim 77", "protocol_violation", "claim 1"},
    {"unknown frame", "frame 0x90 1 0\nok", "protocol_violation", "ok"},
    {"supervisor's own frame", "frame 0x03 1 0\nok", "protocol_violation", "ok"},
    {"ready again", "frame 0x82 1 0\nok", "protocol_violation", "ok"},
    {"no frame any more", "frame 0x81 1 4\nok", "protocol_violation", "ok"},
    {"another execution's frame", "frame 0x83 2 5\nok", "protocol_violation", "ok"},
    {"execution zero", "frame 0x83 0 5\nok", "protocol_violation", "ok"},
    {"garbage in a console frame", "frame 0x83 1 9 0xff\nok", "protocol_violation", "console 1 9\nok"},
    {"garbage in Done", "frame 0x85 1 50 0xff", "protocol_violation", "ok"},
    {"garbage in Value", "frame 0x84 1 50 0xff", "protocol_violation", "ok"},
    {"a header that promises 4 GiB", "header 0x84 1 0xffffffff", "protocol_violation", "ok"},
    {"noise", "bytes 100000 0x41", "protocol_violation", "ok"},
    {"zeros", "bytes 12 0", "protocol_violation", "ok"},
    {"a console flood", "console 1000000 100", "output_limit", "console 10 100\nok"},
    {"a flood of empty console lines", "console 1000000 0", "output_limit", "console 10 0\nok"},
    {"out of fuel that nobody limits", "claim 11 1000", "protocol_violation", "value 1\nclaim 0 1000"},
    {"times that nobody asked for", "value 1\ntimes 1000", "protocol_violation", "value 1\nclaim 0"},
    {"raw text that is no UTF-8", "console 1 3 5 255\nok", "protocol_violation", "console 1 3 5\nok"},
    {"a level of the console that there is not", "console 1 3 7\nok", "protocol_violation", "console 1 3 6\nok"},
    {"a flood of raw text", "console 1000000 100 5", "output_limit", "console 10 100 5\nok"},
    {"half a frame and silence", "header 0x83 1 100\nsleep", "timeout", "ok"},
    {"half a header and silence", "bytes 5 0\nsleep", "timeout", "ok"},
    {"silence", "sleep", "timeout", "ok"},
    {"endless loop", "spin", "timeout", "ok"},
    {"memory beyond the cgroup", "touch 200000000", "memory_limit", "touch 20000000\nok"},
    {"leaves", "exit 0", "crashed", "ok"},
    {"leaves with a status", "exit 1", "crashed", "ok"},
    {"null pointer", "crash", "crashed", "ok"},
    {"stack overflow", "overflow", "crashed", "ok"},
    {"jump into data", "execute", "crashed", "ok"},
    {"opens a file", "syscall 2 0 0 0\nok", "violation", "ok"},
    {"forks", "syscall 57\nok", "violation", "ok"},
    {"kills its zygote", "syscall 62 1 9\nok", "violation", "ok"},
    {"answers, then opens a file", "value 1\nsyscall 2 0 0 0\nclaim 0", "violation", "value 1\nclaim 0"},
};

TEST(HostileRunner, EveryAttackHasItsVerdictAndItsTwinIsHarmless) {
  SupervisorProcess supervisor({.policy = R"({"limits": {"console": "64KiB", "valueDepth": 4, "wall": 1500, "cpu": 1500}})", .probe = true});
  for (const Attack& attack : kAttacks) {
    const auto result = supervisor.client().run(attack.program, {{"isolation", false}});
    EXPECT_EQ(result.at("verdict"), attack.verdict) << attack.name << ": " << json::serialize(result);
    EXPECT_FALSE(result.contains("value")) << attack.name;
    const std::string twin = supervisor.client().run(attack.twin, {{"isolation", false}}).at("verdict").as_string().c_str();
    EXPECT_EQ(twin, std::string(attack.twin) == "claim 1" ? "error" : "ok") << attack.name;
  }
  EXPECT_EQ(supervisor.stop(), 0);
}

TEST(HostileRunner, AttacksDoNotTouchTheirNeighbours) {
  SupervisorProcess supervisor({.policy = R"({"limits": {"wall": 2000, "cpu": 2000}, "pool": {"min": 2, "max": 6}})", .probe = true});
  LineClient& client = supervisor.client();
  std::vector<std::pair<std::uint64_t, const Attack*>> sent;
  for (int round = 0; round < 2; ++round)
    for (const Attack& attack : kAttacks)
      if (std::string_view(attack.verdict) != "timeout") {
        client.post("run", {{"code", attack.program}});
        sent.emplace_back(client.post("run", {{"code", "value [1,2,3]\nclaim 0"}}), &attack);
      }
  for (const auto& [id, attack] : sent) {
    const auto answer = client.answerTo(id);
    ASSERT_TRUE(answer.contains("result")) << json::serialize(answer);
    EXPECT_EQ(json::serialize(answer.at("result").at("value")), "[1,2,3]") << "beside " << attack->name;
  }
}

TEST(HostileRunner, AnIdleRunnerThatSpeaksIsReplaced) {
  // A runner that is killed while it waits must not be offered to anybody.
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 2, "max": 4}})", .probe = true});
  LineClient& client = supervisor.client();
  for (int round = 0; round < 5; ++round) {
    ASSERT_EQ(client.call("warmup").at("result").at("warm"), 2);
    std::vector<pid_t> killed;
    for (const pid_t pid : descendants(supervisor.pid()))
      if (statusField(pid, "PPid") != std::to_string(supervisor.pid())) killed.push_back(pid);
    ASSERT_GE(killed.size(), 2u);
    for (const pid_t pid : killed) ::kill(pid, SIGKILL);
    ASSERT_TRUE(eventually([&] { return std::none_of(killed.begin(), killed.end(), [](pid_t pid) { return statusField(pid, "State").starts_with("R") || statusField(pid, "State").starts_with("S"); }); }));
    EXPECT_EQ(client.run("ok").at("verdict"), "ok");
  }
}

}  // namespace
}  // namespace isobox::testing
