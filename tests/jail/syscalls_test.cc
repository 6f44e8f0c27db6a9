// Every system call number there is, tried by a sealed process of its own, against the allow-list. Needs a jail.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/audit.h>

#include "policy/syscall_rules.h"
#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

constexpr std::uint64_t kArguments[] = {0, 0x1001, 0x1002, 0x1003, 0x1004, 0x1005};
constexpr int kNumbers = 1024;
constexpr std::uint64_t kX32 = 0x40000000;
constexpr int kExitGroup = 231;

// Trampolines of the kernel's own probes. From Linux 6.14 and 6.18 on seccomp lets them through whatever a filter says
// (kernel/seccomp.c, seccomp_uprobe_exception), and called from anywhere else they do nothing but fail.
constexpr int kUretprobe = 335, kUprobe = 336;

bool isPassedByTheKernel(int number, const std::string& verdict) {
  return (number == kUretprobe && verdict == "crashed") || (number == kUprobe && verdict == "ok");
}

/// What the table says of this call with kArguments.
bool allowed(int number) {
  for (const auto& rule : policy::runnerRules()) {
    if (rule.number != number) continue;
    bool all = true;
    for (const auto& check : rule.checks) all = all && (kArguments[check.index] & check.mask) == check.value;
    if (all) return true;
  }
  return false;
}

std::string call(std::uint64_t number) {
  std::string line = "syscall " + std::to_string(number);
  for (const auto argument : kArguments) line += " " + std::to_string(argument);
  return line + "\nok";
}

SupervisorProcess::Setup probes() {
  return {.policy = R"({"pool": {"min": 4, "max": 8}, "clients": {"inFlight": 64}})", .probe = true};
}

/// Runs `programs` with a few in flight and hands each result to `check`.
void runAll(const std::vector<std::string>& programs, const std::function<void(std::size_t, const json::object&)>& check) {
  SupervisorProcess supervisor(probes());
  LineClient& client = supervisor.client();
  std::vector<std::uint64_t> ids;
  constexpr std::size_t kAhead = 32;
  for (std::size_t next = 0, done = 0; done < programs.size(); ++done) {
    for (; next < programs.size() && next < done + kAhead; ++next)
      ids.push_back(client.post("run", {{"code", programs[next]}, {"isolation", false}, {"timeout", 20000}}));
    const auto answer = client.answerTo(ids[done]);
    ASSERT_TRUE(answer.contains("result")) << json::serialize(answer);
    check(done, answer.at("result").as_object());
  }
  EXPECT_EQ(supervisor.stop(), 0);
}

void expectReported(const json::object& result, const std::string& name, std::int64_t number, const std::string& abi) {
  ASSERT_EQ(result.at("verdict"), "violation") << number << ": " << json::serialize(result);
  const auto* violation = result.if_contains("violation");
  ASSERT_TRUE(violation) << number << ": not reported by name";
  EXPECT_EQ(std::string(violation->at("syscall").as_string()), name) << number;
  EXPECT_EQ(violation->at("number"), number);
  EXPECT_EQ(std::string(violation->at("abi").as_string()), abi) << number;
}

TEST(SystemCalls, EveryNumberIsAllowedByTheTableOrReported) {
  std::vector<std::string> programs;
  for (int number = 0; number < kNumbers; ++number) programs.push_back(call(number));
  int reported = 0, passed = 0;
  runAll(programs, [&](std::size_t index, const json::object& result) {
    const int number = static_cast<int>(index);
    const std::string verdict(result.at("verdict").as_string());
    if (isPassedByTheKernel(number, verdict)) return;
    if (number == kExitGroup) {
      EXPECT_EQ(result.at("verdict"), "crashed");
    } else if (allowed(number)) {
      EXPECT_EQ(result.at("verdict"), "ok") << number << ": " << json::serialize(result);
      ++passed;
    } else {
      expectReported(result, policy::syscallName(AUDIT_ARCH_X86_64, number), number, "x86_64");
      for (int i = 0; i < 6 && result.contains("violation"); ++i)
        EXPECT_EQ(std::stoull(result.at("violation").at("arguments").at(i).as_string().c_str(), nullptr, 16), kArguments[i]);
      ++reported;
    }
  });
  EXPECT_GT(passed, 1);
  EXPECT_GT(reported, 1000);
}

TEST(SystemCalls, EveryX32NumberIsReported) {
  std::vector<std::string> programs;
  for (int number = 0; number < kNumbers; ++number) programs.push_back(call(kX32 + number));
  runAll(programs, [&](std::size_t index, const json::object& result) {
    const int number = static_cast<int>(kX32 + index);
    expectReported(result, policy::syscallName(AUDIT_ARCH_X86_64, number), number, "x32");
  });
}

/// Some kernels have no 32-bit entry; there the instruction itself is a fault.
bool has32BitCalls() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGSEGV, SIG_DFL);
    long result = 20;  // getpid
    asm volatile("int $0x80" : "+a"(result) : : "memory");
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status);
}

TEST(SystemCalls, Every32BitNumberEndsTheProcess) {
  const bool present = has32BitCalls();
  std::vector<std::string> programs;
  for (int number = 0; number < kNumbers; ++number) programs.push_back("int80 " + std::to_string(number) + "\nok");
  runAll(programs, [&](std::size_t index, const json::object& result) {
    if (present) return expectReported(result, policy::syscallName(AUDIT_ARCH_I386, static_cast<int>(index)), static_cast<std::int64_t>(index), "i386");
    EXPECT_EQ(result.at("verdict"), "crashed") << index << ": " << json::serialize(result);
  });
}

TEST(SystemCalls, ArgumentsCountToo) {
  struct Case {
    const char* program;
    const char* verdict;
  };
  const Case kCases[] = {
      {"syscall 9 0 4096 3 0x22 -1 0\nok", "ok"},         // mmap, private and anonymous, read and write
      {"syscall 9 0 4096 7 0x22 -1 0\nok", "violation"},  // and execute
      {"syscall 9 0 4096 4 0x22 -1 0\nok", "violation"},  // execute only
      {"syscall 9 0 4096 1 0x01 3 0\nok", "violation"},   // a file, shared
      {"syscall 3 0\nok", "violation"},                   // close of anything
      {"syscall 3 3\nok", "violation"},                   // close of the channel
      {"syscall 0 0 0 0\nok", "violation"},               // read of another descriptor
      {"syscall 1 1 0 0\nok", "violation"},               // write to another
      {"syscall 1 0x100000003 0 0\nok", "violation"},     // the upper half of an argument counts
      {"syscall 1 3 0 0\nok", "ok"},                      // write of nothing to the channel
  };
  SupervisorProcess supervisor(probes());
  for (const Case& each : kCases) {
    const auto result = supervisor.client().run(each.program);
    EXPECT_EQ(result.at("verdict"), each.verdict) << each.program << json::serialize(result);
  }
}

}  // namespace
}  // namespace isobox::testing
