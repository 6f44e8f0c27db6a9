// The system call rules, as data. Compiled to BPF in the supervisor (policy/seccomp_filter.h). Trusted.
//
// The calls that happen most stand first: the programs compare in the order of the rows.
#include "policy/syscall_rules.h"

#include <linux/audit.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <array>
#include <cstdlib>
#include <memory>

#include "ipc/launch_order.h"

namespace isobox::policy {
namespace {

// Descriptors are compared in all 64 bits: libc extends them, and what the kernel ignores need not be
// allowed.
constexpr std::uint64_t kAllBits = ~std::uint64_t{0};

constexpr std::span<const ArgumentCheck> kAnyArguments{};

constexpr std::array kOnlyTheChannel{ArgumentCheck{0, kAllBits, ipc::kRunnerChannelFd}};
// recvfrom(2) as a look: what lies in the channel stays there, nobody waits, and no address is written anywhere.
constexpr std::array kLookIntoTheChannel{ArgumentCheck{0, kAllBits, ipc::kRunnerChannelFd},
                                         ArgumentCheck{3, kAllBits, MSG_PEEK | MSG_DONTWAIT}, ArgumentCheck{4, kAllBits, 0}};

// mmap(2): the third argument is the protection, the fourth the flags.
constexpr std::array kNotExecutable{ArgumentCheck{2, PROT_EXEC, 0}};
// Private, of no file, nowhere in particular. What malloc asks for; not what shares memory, replaces a
// mapping, or takes huge or locked pages.
constexpr std::uint64_t kMapFlags =
    MAP_TYPE | MAP_ANONYMOUS | MAP_FIXED | MAP_FIXED_NOREPLACE | MAP_GROWSDOWN | MAP_HUGETLB | MAP_LOCKED;
constexpr std::array kPlainMemory{ArgumentCheck{2, PROT_EXEC, 0},
                                  ArgumentCheck{3, kMapFlags, MAP_PRIVATE | MAP_ANONYMOUS}};

constexpr SyscallRule kRunner[]{
    {SCMP_SYS(read), kOnlyTheChannel, "frames from the supervisor"},
    {SCMP_SYS(write), kOnlyTheChannel, "frames to the supervisor"},
    {SCMP_SYS(clock_gettime), kAnyArguments, "CPU time and deadlines: not every clock is in the vDSO"},
    {SCMP_SYS(recvfrom), kLookIntoTheChannel, "whether a session's program is to be interrupted"},
    {SCMP_SYS(munmap), kAnyArguments, "malloc gives back a large frame's buffer, or what it had beyond its room"},
    {SCMP_SYS(mmap), kPlainMemory, "malloc takes memory for a large frame's buffer, or beyond its room; never executable"},
    {SCMP_SYS(exit_group), kAnyArguments, "the end, honest or by the engine's fatal handler"},
};

constexpr SyscallRule kSetup[]{
    // A child's recipe.
    {SCMP_SYS(prlimit64), kAnyArguments, "resource limits, set and read back"},
    {SCMP_SYS(madvise), kAnyArguments, "copies the pages that every program writes to"},
    {SCMP_SYS(prctl), kAnyArguments, "dumpable, parent-death signal; securebits and no-new-privs read back"},
    {SCMP_SYS(close_range), kAnyArguments, "a child keeps its channel and nothing else"},
    {SCMP_SYS(dup2), kAnyArguments, "puts the channel at its number"},
    {SCMP_SYS(rt_sigprocmask), kAnyArguments, "the zygote blocks SIGCHLD; a runner blocks nothing"},
    {SCMP_SYS(setgroups), kAnyArguments, "no supplementary groups"},
    {SCMP_SYS(setresgid), kAnyArguments, "the slot's group"},
    {SCMP_SYS(setresuid), kAnyArguments, "the slot's user"},
    {SCMP_SYS(getresgid), kAnyArguments, "reads back"},
    {SCMP_SYS(getresuid), kAnyArguments, "reads back"},
    {SCMP_SYS(capset), kAnyArguments, "empties the capability sets"},
    {SCMP_SYS(capget), kAnyArguments, "reads back"},
    {SCMP_SYS(getrandom), kAnyArguments, "seeds: Math.random, hash salts, random values"},

    // The zygote: its control channel and its children.
    {SCMP_SYS(poll), kAnyArguments, "waits for orders and for children"},
    {SCMP_SYS(restart_syscall), kAnyArguments, "a wait that was stopped and continued goes on by it"},
    {SCMP_SYS(recvmsg), kAnyArguments, "spawn orders, with the runner's channel"},
    {SCMP_SYS(clone3), kAnyArguments, "one child a runner"},
    {SCMP_SYS(sendmsg), kAnyArguments, "answers, with the child's pidfd; the listener"},
    {SCMP_SYS(close), kAnyArguments, "descriptors are let go one by one"},
    {SCMP_SYS(read), kAnyArguments, "that a child has died, from a signalfd"},
    {SCMP_SYS(wait4), kAnyArguments, "reaps children, with their resource use"},
    {SCMP_SYS(mmap), kNotExecutable, "the text of a package's file; a child's huge page. Never executable"},
};

struct Free {
  void operator()(char* text) const { std::free(text); }
};

}  // namespace

std::span<const SyscallRule> runnerRules() {
  return kRunner;
}

std::span<const SyscallRule> setupRules() {
  return kSetup;
}

std::string syscallName(std::uint32_t arch, int number) {
  // libseccomp knows x32 as an architecture of its own; to the kernel it is x86-64 with bit 30 in the number.
  constexpr int kX32Bit = 0x40000000;
  if (arch == AUDIT_ARCH_X86_64 && number > 0 && (number & kX32Bit) != 0) arch = SCMP_ARCH_X32;
  const std::unique_ptr<char, Free> name(seccomp_syscall_resolve_num_arch(arch, number));
  return name ? name.get() : "";
}

}  // namespace isobox::policy
