// The compiled filters do exactly what the tables say: every number, every ABI, run through a small
// interpreter of the BPF that seccomp accepts. Needs no kernel feature.
#include "policy/seccomp_filter.h"

#include <gtest/gtest.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <cstring>
#include <map>
#include <random>
#include <stdexcept>
#include <vector>

namespace isobox::policy {
namespace {

std::uint32_t conditional(std::uint16_t operation, std::uint32_t a, std::uint32_t k) {
  switch (operation) {
    case BPF_JEQ:
      return a == k;
    case BPF_JGT:
      return a > k;
    case BPF_JGE:
      return a >= k;
    case BPF_JSET:
      return (a & k) != 0;
    default:
      throw std::runtime_error("a jump that is not expected here");
  }
}

/// What the kernel would answer to `call`. Throws for instructions that libseccomp has no reason to use.
std::uint32_t interpret(const std::vector<sock_filter>& program, const seccomp_data& call) {
  std::uint32_t a = 0;
  for (std::size_t pc = 0; pc < program.size(); ++pc) {
    const sock_filter& in = program[pc];
    switch (in.code & 7) {
      case BPF_LD:
        if (in.code != (BPF_LD | BPF_W | BPF_ABS) || in.k % 4 != 0 || in.k + 4 > sizeof call)
          throw std::runtime_error("a load that the kernel would refuse");
        std::memcpy(&a, reinterpret_cast<const char*>(&call) + in.k, 4);
        break;
      case BPF_ALU:
        if (in.code != (BPF_ALU | BPF_AND | BPF_K))
          throw std::runtime_error("arithmetic that is not expected here");
        a &= in.k;
        break;
      case BPF_JMP:
        if (BPF_OP(in.code) == BPF_JA) {
          pc += in.k;
        } else {
          pc += conditional(BPF_OP(in.code), a, in.k) ? in.jt : in.jf;
        }
        break;
      case BPF_RET:
        return in.k;
      default:
        throw std::runtime_error("an instruction that is not expected here");
    }
  }
  throw std::runtime_error("ran off the end");
}

std::vector<sock_filter> instructions(const SeccompFilter& filter) {
  EXPECT_EQ(filter.program.size() % sizeof(sock_filter), 0u);
  std::vector<sock_filter> program(filter.program.size() / sizeof(sock_filter));
  std::memcpy(program.data(), filter.program.data(), filter.program.size());
  return program;
}

/// The table, read the way it is meant.
bool allowed(std::span<const SyscallRule> rules, const seccomp_data& call) {
  if (call.arch != AUDIT_ARCH_X86_64) return false;
  for (const SyscallRule& rule : rules) {
    bool holds = rule.number == call.nr;
    for (const ArgumentCheck& check : rule.checks)
      holds = holds && (call.args[check.index] & check.mask) == check.value;
    if (holds) return true;
  }
  return false;
}

/// Arguments worth trying: those that satisfy each rule, and those one bit away, in low and high halves.
std::vector<std::array<std::uint64_t, 6>> argumentSets(std::span<const SyscallRule> rules, int number) {
  std::vector<std::array<std::uint64_t, 6>> sets{{}, {3, 3, 3, 3, 3, 3}};
  sets.push_back({~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull});
  for (const SyscallRule& rule : rules) {
    if (rule.number != number) continue;
    std::array<std::uint64_t, 6> good{};
    for (const ArgumentCheck& check : rule.checks) good[check.index] = check.value;
    sets.push_back(good);
    for (const ArgumentCheck& check : rule.checks) {
      auto free = good;
      free[check.index] |= ~check.mask;  // bits that the rule does not look at
      sets.push_back(free);
      for (int bit = 0; bit < 64; ++bit) {
        auto bad = good;
        bad[check.index] ^= 1ull << bit;
        sets.push_back(bad);
      }
    }
  }
  return sets;
}

struct Case {
  const char* name;
  std::span<const SyscallRule> (*rules)();
  OnDenied denied;
  std::uint32_t action;
};

class CompiledFilter : public testing::TestWithParam<Case> {};

TEST_P(CompiledFilter, AnswersEveryCallAsTheTableSays) {
  const auto rules = GetParam().rules();
  const auto filter = compileFilter(rules, GetParam().denied);
  ASSERT_TRUE(filter) << filter.error().describe();
  const auto program = instructions(*filter);
  const std::uint32_t archs[]{AUDIT_ARCH_X86_64, AUDIT_ARCH_I386, AUDIT_ARCH_AARCH64, AUDIT_ARCH_ARM, 0, ~0u};
  const std::uint32_t extras[]{0, 0x40000000u, 0x80000000u, 0xc0000000u};
  std::size_t calls = 0, let = 0;
  for (std::uint32_t number = 0; number < 1024; ++number) {
    const auto sets = argumentSets(rules, static_cast<int>(number));
    for (const std::uint32_t arch : archs)
      for (const std::uint32_t extra : extras)
        for (const auto& arguments : sets) {
          seccomp_data call{static_cast<int>(number | extra), arch, 0x1000, {}};
          std::copy(arguments.begin(), arguments.end(), call.args);
          const bool expected = allowed(rules, call);
          ++calls;
          let += expected;
          ASSERT_EQ(interpret(program, call), expected ? SECCOMP_RET_ALLOW : GetParam().action)
              << "number " << (number | extra) << ", arch " << arch << ", arguments " << arguments[0] << ' '
              << arguments[1] << ' ' << arguments[2] << ' ' << arguments[3];
        }
  }
  EXPECT_GT(let, rules.size() / 2);
  EXPECT_GT(calls, let * 4);
}

TEST_P(CompiledFilter, AnswersOddNumbersAndRandomArguments) {
  const auto rules = GetParam().rules();
  const auto filter = compileFilter(rules, GetParam().denied);
  ASSERT_TRUE(filter);
  const auto program = instructions(*filter);
  std::mt19937_64 random(7);
  for (int round = 0; round < 200'000; ++round) {
    const int odd[]{-1, -2, INT32_MIN, INT32_MAX, 0x40000000, 0x3fffffff, static_cast<int>(random())};
    const int number = round % 2 ? odd[random() % 7] : rules[random() % rules.size()].number;
    seccomp_data call{number, AUDIT_ARCH_X86_64, random(), {}};
    for (auto& argument : call.args) argument = random() >> (random() % 64);
    ASSERT_EQ(interpret(program, call), allowed(rules, call) ? SECCOMP_RET_ALLOW : GetParam().action)
        << number;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Tables, CompiledFilter,
    testing::Values(Case{"RunnerNotify", runnerRules, OnDenied::Notify, SECCOMP_RET_USER_NOTIF},
                    Case{"RunnerKill", runnerRules, OnDenied::Kill, SECCOMP_RET_KILL_PROCESS},
                    Case{"SetupNotify", setupRules, OnDenied::Notify, SECCOMP_RET_USER_NOTIF},
                    Case{"SetupKill", setupRules, OnDenied::Kill, SECCOMP_RET_KILL_PROCESS}),
    [](const auto& info) { return info.param.name; });

TEST(SeccompFilter, ChecksTheArchitectureBeforeAnythingElse) {
  const auto filter = compileFilter(runnerRules(), OnDenied::Notify);
  ASSERT_TRUE(filter);
  const auto program = instructions(*filter);
  ASSERT_GE(program.size(), 2u);
  EXPECT_EQ(program[0].k, offsetof(seccomp_data, arch));
  EXPECT_EQ(program[1].code, BPF_JMP | BPF_JEQ | BPF_K);
  EXPECT_EQ(program[1].k, AUDIT_ARCH_X86_64);
}

/// Instructions run before the answer to `number`.
std::size_t steps(const std::vector<sock_filter>& program, int number, std::uint64_t first) {
  const seccomp_data call{number, AUDIT_ARCH_X86_64, 0, {first}};
  for (std::size_t limit = 1; limit <= program.size(); ++limit) {
    // The program cut short runs off its end exactly as long as the answer needs more of it.
    try {
      interpret({program.begin(), program.begin() + static_cast<std::ptrdiff_t>(limit)}, call);
      return limit;
    } catch (const std::runtime_error&) {
    }
  }
  return program.size();
}

TEST(SeccompFilter, ComparesHotCallsFirst) {
  const auto runner = compileFilter(runnerRules(), OnDenied::Kill);
  ASSERT_TRUE(runner);
  // The place where each number is first compared, in the order of the program.
  std::map<std::uint32_t, std::size_t> place;
  const auto program = instructions(*runner);
  for (std::size_t i = 3; i < program.size(); ++i)
    if (program[i].code == (BPF_JMP | BPF_JEQ | BPF_K)) place.emplace(program[i].k, i);
  EXPECT_LT(place[SYS_read], 12u);
  EXPECT_LT(place[SYS_write], 12u);
  EXPECT_LT(steps(instructions(*runner), SYS_exit_group, 0), 64u);
}

TEST(SeccompFilter, HasADigestThatFollowsTheProgram) {
  const auto a = compileFilter(runnerRules(), OnDenied::Notify);
  const auto b = compileFilter(runnerRules(), OnDenied::Notify);
  const auto c = compileFilter(runnerRules(), OnDenied::Kill);
  ASSERT_TRUE(a && b && c);
  EXPECT_EQ(a->program, b->program);
  EXPECT_EQ(a->digest, b->digest);
  EXPECT_NE(a->digest, c->digest);
  EXPECT_EQ(a->digest.size(), 64u);
  EXPECT_EQ(a->digest.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(SeccompFilter, RefusesRulesWithoutReasonOrWithTooManyChecks) {
  const SyscallRule silent[]{{SYS_read, {}, ""}};
  const auto refused = compileFilter(silent, OnDenied::Kill);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().describe().find("without a reason"), std::string::npos);

  const ArgumentCheck checks[]{{0, 1, 1}, {1, 1, 1}, {2, 1, 1}, {3, 1, 1}};
  const SyscallRule long_[]{{SYS_read, checks, "too many checks"}};
  EXPECT_FALSE(compileFilter(long_, OnDenied::Kill));
  const SyscallRule fits[]{{SYS_read, std::span(checks).first(kMaxChecks), "as many checks as fit"}};
  EXPECT_TRUE(compileFilter(fits, OnDenied::Kill));
}

TEST(SeccompFilter, ReportsWhatLibseccompRefuses) {
  const ArgumentCheck beyond[]{{6, 1, 1}};
  const SyscallRule rule[]{{SYS_read, beyond, "an argument that no call has"}};
  const auto refused = compileFilter(rule, OnDenied::Kill);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, EINVAL);
}

TEST(SeccompFilter, WithoutRulesDeniesEverything) {
  const auto filter = compileFilter({}, OnDenied::Kill);
  ASSERT_TRUE(filter) << filter.error().describe();
  EXPECT_EQ(interpret(instructions(*filter), {SYS_read, AUDIT_ARCH_X86_64, 0, {}}), SECCOMP_RET_KILL_PROCESS);
}

}  // namespace
}  // namespace isobox::policy
