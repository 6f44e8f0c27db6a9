// The rows of the system call tables, as data.
#include "policy/syscall_rules.h"

#include <gtest/gtest.h>
#include <linux/audit.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <set>
#include <vector>

#include "ipc/launch_order.h"

namespace isobox::policy {
namespace {

using Checks = std::vector<std::tuple<unsigned, std::uint64_t, std::uint64_t>>;

Checks checksOf(const SyscallRule& rule) {
  Checks checks;
  for (const ArgumentCheck& check : rule.checks) checks.emplace_back(check.index, check.mask, check.value);
  return checks;
}

bool permits(std::span<const SyscallRule> rules, long number) {
  for (const SyscallRule& rule : rules)
    if (rule.number == number) return true;
  return false;
}

TEST(SyscallRules, EveryRowHasAReasonAndIsThereOnce) {
  for (const auto rules : {runnerRules(), setupRules()}) {
    std::set<std::pair<int, Checks>> seen;
    for (const SyscallRule& rule : rules) {
      EXPECT_GT(rule.reason.size(), 5u) << rule.number;
      EXPECT_TRUE(seen.emplace(rule.number, checksOf(rule)).second) << "twice: " << rule.number;
    }
  }
}

TEST(SyscallRules, ChecksCanBeMet) {
  for (const auto rules : {runnerRules(), setupRules()})
    for (const SyscallRule& rule : rules) {
      EXPECT_LE(rule.checks.size(), kMaxChecks);
      std::set<unsigned> indices;
      for (const ArgumentCheck& check : rule.checks) {
        EXPECT_LT(check.index, 6u);
        EXPECT_EQ(check.value & ~check.mask, 0u) << "a value outside its mask never matches: " << rule.number;
        EXPECT_TRUE(indices.insert(check.index).second)
            << "libseccomp takes one check an argument: " << rule.number;
      }
    }
}

TEST(SyscallRules, SetupHasExactlyTheseCalls) {
  std::set<int> numbers;
  for (const SyscallRule& rule : setupRules()) numbers.insert(rule.number);
  EXPECT_EQ(numbers, (std::set<int>{SYS_prlimit64, SYS_madvise, SYS_prctl, SYS_close_range, SYS_dup2, SYS_rt_sigprocmask, SYS_setgroups,
                                    SYS_setresgid, SYS_setresuid, SYS_getresgid, SYS_getresuid, SYS_capset, SYS_capget, SYS_getrandom,
                                    SYS_poll, SYS_restart_syscall, SYS_recvmsg, SYS_clone3, SYS_sendmsg, SYS_close, SYS_read, SYS_wait4,
                                    SYS_mmap}));
}

/// What would bring the setup page back, or code to its place: sealing is to have lost it.
TEST(SyscallRules, ASealedRunnerCannotPlaceCode) {
  for (const long number : {SYS_mremap, SYS_mprotect, SYS_pkey_mprotect, SYS_remap_file_pages, SYS_shmat, SYS_userfaultfd, SYS_rt_sigreturn,
                            SYS_ptrace, SYS_process_vm_writev, SYS_execve, SYS_execveat, SYS_modify_ldt, SYS_arch_prctl, SYS_seccomp})
    EXPECT_FALSE(permits(runnerRules(), number)) << number;
}

TEST(SyscallRules, ASealedRunnerHasExactlyTheseCalls) {
  std::set<int> numbers;
  for (const SyscallRule& rule : runnerRules()) numbers.insert(rule.number);
  EXPECT_EQ(numbers, (std::set<int>{SYS_read, SYS_write, SYS_mmap, SYS_munmap, SYS_clock_gettime, SYS_recvfrom,
                                    SYS_exit_group}));
  for (const SyscallRule& rule : runnerRules()) {
    if (rule.number == SYS_recvfrom) {
      EXPECT_EQ(checksOf(rule), (Checks{{0, ~0ull, ipc::kRunnerChannelFd}, {3, ~0ull, MSG_PEEK | MSG_DONTWAIT}, {4, ~0ull, 0}}));
    }
    const bool frames = rule.number == SYS_read || rule.number == SYS_write;
    if (!frames) continue;
    EXPECT_EQ(checksOf(rule), (Checks{{0, ~0ull, ipc::kRunnerChannelFd}}));
  }
}

bool permitsMap(std::uint64_t protection, std::uint64_t flags) {
  const std::uint64_t arguments[6]{0, 4096, protection, flags, ~0ull, 0};
  for (const SyscallRule& rule : runnerRules()) {
    bool holds = rule.number == SYS_mmap;
    for (const ArgumentCheck& check : rule.checks)
      holds = holds && (arguments[check.index] & check.mask) == check.value;
    if (holds) return true;
  }
  return false;
}

TEST(SyscallRules, MapsAreNeverExecutableSharedOrFixedInARunner) {
  constexpr std::uint64_t kPlain = MAP_PRIVATE | MAP_ANONYMOUS;
  EXPECT_TRUE(permitsMap(PROT_READ | PROT_WRITE, kPlain));
  EXPECT_TRUE(permitsMap(PROT_NONE, kPlain | MAP_NORESERVE));
  EXPECT_TRUE(permitsMap(PROT_READ | PROT_WRITE, kPlain | MAP_POPULATE));
  EXPECT_FALSE(permitsMap(PROT_READ | PROT_EXEC, kPlain));
  EXPECT_FALSE(permitsMap(PROT_EXEC, kPlain));
  EXPECT_FALSE(permitsMap(PROT_READ, MAP_SHARED | MAP_ANONYMOUS));
  EXPECT_FALSE(permitsMap(PROT_READ, MAP_SHARED_VALIDATE | MAP_ANONYMOUS));
  EXPECT_FALSE(permitsMap(PROT_READ, MAP_PRIVATE));
  for (const std::uint64_t flag : {MAP_FIXED, MAP_FIXED_NOREPLACE, MAP_GROWSDOWN, MAP_HUGETLB, MAP_LOCKED})
    EXPECT_FALSE(permitsMap(PROT_READ | PROT_WRITE, kPlain | flag)) << flag;
}

TEST(SyscallRules, NoTableHoldsWhatOpensTheWorld) {
  for (const long number : {SYS_execve,
                            SYS_execveat,
                            SYS_open,
                            SYS_openat,
                            SYS_openat2,
                            SYS_socket,
                            SYS_connect,
                            SYS_fork,
                            SYS_vfork,
                            SYS_clone,
                            SYS_ptrace,
                            SYS_mount,
                            SYS_unshare,
                            SYS_setns,
                            SYS_bpf,
                            SYS_io_uring_setup,
                            SYS_io_uring_enter,
                            SYS_userfaultfd,
                            SYS_perf_event_open,
                            SYS_process_vm_readv,
                            SYS_process_vm_writev,
                            SYS_memfd_create,
                            SYS_ioctl,
                            SYS_landlock_add_rule,
                            SYS_add_key,
                            SYS_pkey_mprotect,
                            SYS_modify_ldt,
                            SYS_mremap}) {
    EXPECT_FALSE(permits(runnerRules(), number)) << number;
    EXPECT_FALSE(permits(setupRules(), number)) << number;
  }
  EXPECT_FALSE(permits(runnerRules(), SYS_clone3));
  EXPECT_FALSE(permits(runnerRules(), SYS_mprotect));
  EXPECT_FALSE(permits(runnerRules(), SYS_sendmsg));
}

TEST(SyscallName, KnowsEachAbi) {
  EXPECT_EQ(syscallName(AUDIT_ARCH_X86_64, SYS_openat), "openat");
  EXPECT_EQ(syscallName(AUDIT_ARCH_X86_64, 0), "read");
  EXPECT_EQ(syscallName(AUDIT_ARCH_X86_64, 0x40000000 | 1), "write");     // x32
  EXPECT_EQ(syscallName(AUDIT_ARCH_X86_64, 0x40000000 | 520), "execve");  // x32's own numbers
  EXPECT_EQ(syscallName(AUDIT_ARCH_I386, 11), "execve");
  EXPECT_EQ(syscallName(AUDIT_ARCH_I386, 5), "open");
}

TEST(SyscallName, IsEmptyForWhatHasNone) {
  EXPECT_EQ(syscallName(AUDIT_ARCH_X86_64, 1023), "");
  EXPECT_EQ(syscallName(AUDIT_ARCH_X86_64, -1), "");
  EXPECT_EQ(syscallName(AUDIT_ARCH_X86_64, INT32_MIN), "");
  EXPECT_EQ(syscallName(0x12345678, 1), "");
}

}  // namespace
}  // namespace isobox::policy
