// From rules to BPF bytes, with libseccomp. Runs in the supervisor, once at start. Trusted.
#ifndef ISOBOX_POLICY_SECCOMP_FILTER_H
#define ISOBOX_POLICY_SECCOMP_FILTER_H

#include <span>
#include <string>

#include "ipc/base/result.h"
#include "policy/syscall_rules.h"

namespace isobox::policy {

/// Asking where nobody listens any more fails the call with ENOSYS (seccomp_unotify(2)).
enum class OnDenied {
  Notify,  // ask the listener: the supervisor learns the call and its arguments and kills the process
  Kill,    // SECCOMP_RET_KILL_PROCESS
};

struct SeccompFilter {
  std::string program;  // an array of struct sock_filter
  std::string digest;   // SHA-256 of `program`, lower-case hexadecimal
};

/// The filter that allows what `rules` allow on x86-64 and nothing else: other numbers, other arguments, x32
/// and 32-bit calls all end as `denied` says. The earlier a rule stands, the earlier its call is compared.
/// Errors: EINVAL for a rule without a reason or with a check that no call can have, E2BIG for more than
/// kMaxChecks checks, what libseccomp reports otherwise.
Result<SeccompFilter> compileFilter(std::span<const SyscallRule> rules, OnDenied denied);

}  // namespace isobox::policy

#endif
