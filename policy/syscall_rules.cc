// The system call rules, as data. Compiled to BPF in the supervisor (policy/seccomp_filter.h). Trusted.
//
// Both filters are in force in a sealed runner, and of two answers the kernel takes the stricter one. The
// calls that happen most stand first: the programs compare in the order of the rows.
#include "policy/syscall_rules.h"

#include <linux/audit.h>
#include <linux/keyctl.h>
#include <linux/seccomp.h>
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
constexpr std::array kOnlyTheListener{ArgumentCheck{0, kAllBits, ipc::kRunnerListenerFd}};

// mmap(2), mprotect(2): the third argument is the protection, mmap's fourth the flags.
constexpr std::array kNotExecutable{ArgumentCheck{2, PROT_EXEC, 0}};
// Private, of no file, nowhere in particular. What malloc asks for; not what shares memory, replaces a
// mapping, or takes huge or locked pages.
constexpr std::uint64_t kMapFlags =
    MAP_TYPE | MAP_ANONYMOUS | MAP_FIXED | MAP_FIXED_NOREPLACE | MAP_GROWSDOWN | MAP_HUGETLB | MAP_LOCKED;
constexpr std::array kPlainMemory{ArgumentCheck{2, PROT_EXEC, 0},
                                  ArgumentCheck{3, kMapFlags, MAP_PRIVATE | MAP_ANONYMOUS}};

constexpr std::array kLoadFilter{ArgumentCheck{0, kAllBits, SECCOMP_SET_MODE_FILTER}};
constexpr std::array kAskAction{ArgumentCheck{0, kAllBits, SECCOMP_GET_ACTION_AVAIL}};
constexpr std::array kJoinKeyring{ArgumentCheck{0, kAllBits, KEYCTL_JOIN_SESSION_KEYRING}};

constexpr SyscallRule kRunner[]{
    {SCMP_SYS(read), kOnlyTheChannel, "frames from the supervisor"},
    {SCMP_SYS(write), kOnlyTheChannel, "frames to the supervisor"},
    {SCMP_SYS(clock_gettime), kAnyArguments, "CPU time and deadlines: not every clock is in the vDSO"},
    {SCMP_SYS(recvfrom), kLookIntoTheChannel, "whether a session's program is to be interrupted"},
    {SCMP_SYS(munmap), kAnyArguments, "malloc gives back a large frame's buffer"},
    {SCMP_SYS(mmap), kPlainMemory, "malloc takes memory for a large frame's buffer; never executable"},
    {SCMP_SYS(brk), kAnyArguments, "malloc grows and shrinks the heap of small blocks"},
    {SCMP_SYS(close), kOnlyTheListener, "the seccomp listener is closed when the supervisor has it"},
    {SCMP_SYS(exit_group), kAnyArguments, "the end, honest or by the engine's fatal handler"},
};

constexpr SyscallRule kZygote[]{
    // What sealed runners do again and again: their filter is the narrow one.
    {SCMP_SYS(read), kAnyArguments, "the launch order; in a child, frames"},
    {SCMP_SYS(write), kAnyArguments, "in a child, frames"},
    {SCMP_SYS(clock_gettime), kAnyArguments, "deadlines and CPU time of the engine"},
    {SCMP_SYS(recvfrom), kLookIntoTheChannel, "in a child, whether its program is to be interrupted"},
    {SCMP_SYS(munmap), kAnyArguments, "malloc; the arena"},
    {SCMP_SYS(mmap), kNotExecutable, "the engine's arena; malloc; a child's stack. Never executable"},
    {SCMP_SYS(brk), kAnyArguments, "malloc"},
    {SCMP_SYS(close), kAnyArguments, "descriptors are let go one by one"},
    {SCMP_SYS(exit_group), kAnyArguments, "the end"},

    // The control channel and the children.
    {SCMP_SYS(recvmsg), kAnyArguments, "spawn orders, with the runner's channel"},
    {SCMP_SYS(sendmsg), kAnyArguments, "answers, with the child's pidfd"},
    {SCMP_SYS(poll), kAnyArguments, "waits for orders and for children"},
    {SCMP_SYS(ppoll), kAnyArguments, "waits for orders and for children"},
    {SCMP_SYS(restart_syscall), kAnyArguments, "a wait that was stopped and continued goes on by it"},
    {SCMP_SYS(clone3), kAnyArguments, "one child a runner; the sealed filter takes it away"},
    {SCMP_SYS(wait4), kAnyArguments, "reaps children, with their resource use"},
    {SCMP_SYS(waitid), kAnyArguments, "reaps children"},
    {SCMP_SYS(kill), kAnyArguments, "ends a child whose making failed half-way; pid 1 reaches only its own"},
    {SCMP_SYS(pidfd_send_signal), kAnyArguments, "the same by pidfd"},
    {SCMP_SYS(tgkill), kAnyArguments, "abort(3) when an invariant is broken"},
    {SCMP_SYS(signalfd4), kAnyArguments, "SIGCHLD as something to poll"},
    {SCMP_SYS(rt_sigaction), kAnyArguments, "the engine's stack guard; defaults in children"},
    {SCMP_SYS(rt_sigprocmask), kAnyArguments, "no signal between clone and set-up"},
    {SCMP_SYS(rt_sigreturn), kAnyArguments, "return from a handler"},
    {SCMP_SYS(sigaltstack), kAnyArguments, "the stack guard's handler needs a stack"},
    {SCMP_SYS(exit), kAnyArguments, "a child that could not be made ends"},

    // A child's recipe: descriptors.
    {SCMP_SYS(close_range), kAnyArguments, "a child keeps its channel and nothing else"},
    {SCMP_SYS(dup), kAnyArguments, "moves a descriptor out of the way"},
    {SCMP_SYS(dup2), kAnyArguments, "puts the channel at its number"},
    {SCMP_SYS(dup3), kAnyArguments, "puts the channel at its number"},
    {SCMP_SYS(fcntl), kAnyArguments, "close-on-exec and blocking; proves that a descriptor is closed"},

    // A child's recipe: identity, privileges, limits.
    {SCMP_SYS(setsid), kAnyArguments, "no terminal, no shared process group"},
    {SCMP_SYS(setgroups), kAnyArguments, "no supplementary groups"},
    {SCMP_SYS(setresgid), kAnyArguments, "the slot's group"},
    {SCMP_SYS(setresuid), kAnyArguments, "the slot's user"},
    {SCMP_SYS(getgroups), kAnyArguments, "reads back"},
    {SCMP_SYS(getresgid), kAnyArguments, "reads back"},
    {SCMP_SYS(getresuid), kAnyArguments, "reads back"},
    {SCMP_SYS(getuid), kAnyArguments, "reads back"},
    {SCMP_SYS(geteuid), kAnyArguments, "reads back"},
    {SCMP_SYS(getgid), kAnyArguments, "reads back"},
    {SCMP_SYS(getegid), kAnyArguments, "reads back"},
    {SCMP_SYS(capset), kAnyArguments, "empties the capability sets"},
    {SCMP_SYS(capget), kAnyArguments, "reads back"},
    {SCMP_SYS(prctl), kAnyArguments,
     "bounding and ambient sets, securebits, dumpable, no-new-privs, parent-death signal, speculation, "
     "write-xor-execute; and their reading back"},
    {SCMP_SYS(prlimit64), kAnyArguments, "resource limits, set and read back"},
    {SCMP_SYS(landlock_create_ruleset), kAnyArguments, "denies all files; no rule is ever added to the set"},
    {SCMP_SYS(landlock_restrict_self), kAnyArguments, "puts the set in force"},
    {SCMP_SYS(keyctl), kJoinKeyring, "detaches the keyring; no other operation"},
    {SCMP_SYS(seccomp), kLoadFilter, "the seal"},
    {SCMP_SYS(seccomp), kAskAction, "asks whether the kernel has an action"},

    // libc and the engine.
    {SCMP_SYS(mprotect), kNotExecutable, "guard pages, relocations made read-only. Never executable"},
    {SCMP_SYS(madvise), kAnyArguments, "populates and drops pages of the arena"},
    {SCMP_SYS(getrandom), kAnyArguments, "seeds: Math.random, hash salts, canaries"},
    {SCMP_SYS(gettid), kAnyArguments, "abort(3); single-thread check"},
    {SCMP_SYS(getpid), kAnyArguments, "pid 1 check; abort(3)"},
    {SCMP_SYS(getppid), kAnyArguments, "the parent may die before the parent-death signal is set"},
    {SCMP_SYS(futex), kAnyArguments, "once-initialisation in libstdc++ and libc"},
    {SCMP_SYS(set_tid_address), kAnyArguments, "libc start-up"},
    {SCMP_SYS(set_robust_list), kAnyArguments, "libc start-up"},
    {SCMP_SYS(rseq), kAnyArguments, "libc start-up"},
    {SCMP_SYS(arch_prctl), kAnyArguments, "libc start-up: thread pointer"},
    {SCMP_SYS(readlink), kAnyArguments,
     "libc start-up of a static program: /proc/self/exe; the root is empty"},
};

struct Free {
  void operator()(char* text) const { std::free(text); }
};

}  // namespace

std::span<const SyscallRule> runnerRules() {
  return kRunner;
}

std::span<const SyscallRule> zygoteRules() {
  return kZygote;
}

std::string syscallName(std::uint32_t arch, int number) {
  // libseccomp knows x32 as an architecture of its own; to the kernel it is x86-64 with bit 30 in the number.
  constexpr int kX32Bit = 0x40000000;
  if (arch == AUDIT_ARCH_X86_64 && number > 0 && (number & kX32Bit) != 0) arch = SCMP_ARCH_X32;
  const std::unique_ptr<char, Free> name(seccomp_syscall_resolve_num_arch(arch, number));
  return name ? name.get() : "";
}

}  // namespace isobox::policy
