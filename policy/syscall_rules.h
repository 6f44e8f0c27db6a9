// Which system calls may be made, each with its argument checks and its reason. Data; compiled in the
// supervisor.
#ifndef ISOBOX_POLICY_SYSCALL_RULES_H
#define ISOBOX_POLICY_SYSCALL_RULES_H

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace isobox::policy {

/// A check of one argument: (argument & mask) == value.
struct ArgumentCheck {
  unsigned index;
  std::uint64_t mask;
  std::uint64_t value;
};

/// At most this many checks a rule; all must hold.
inline constexpr std::size_t kMaxChecks = 3;

struct SyscallRule {
  int number;  // SCMP_SYS(name)
  std::span<const ArgumentCheck> checks;
  std::string_view reason;
};

/// A sealed runner's, and the zygote's outside of its setup page: what the engine needs. The same call may have several rows.
std::span<const SyscallRule> runnerRules();

/// What makes runners: the zygote's and an unsealed child's, from their setup page only (runner/setup_calls.h).
std::span<const SyscallRule> setupRules();

/// The name of system call `number` of ABI `arch` (AUDIT_ARCH_…; x32 numbers have bit 30 set), or "".
std::string syscallName(std::uint32_t arch, int number);

}  // namespace isobox::policy

#endif
