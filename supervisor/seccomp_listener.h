// The trusted end of a runner's seccomp filter: learns which denied call a runner tried. Supervisor.
#ifndef ISOBOX_SUPERVISOR_SECCOMP_LISTENER_H
#define ISOBOX_SUPERVISOR_SECCOMP_LISTENER_H

#include <optional>

#include "ipc/base/result.h"
#include "ipc/base/unique_fd.h"
#include "ipc/client_messages.h"
#include "supervisor/asio.h"

namespace isobox::supervisor {

/// Copies descriptor `number` out of the process of `pidfd` (pidfd_getfd(2), Linux 5.6). Needs ptrace rights, which
/// the maker of the process's user namespace has.
Result<UniqueFd> takeDescriptor(int pidfd, int number);

class SeccompListener {
 public:
  SeccompListener(asio::any_io_executor executor, UniqueFd listener);

  /// Waits for a denied call. Nothing when the process ended without one. The call stays suspended: it is never answered,
  /// the process is killed while it waits. So close the listener only after the kill: closing lets the call return.
  Task<std::optional<ipc::SyscallReport>> nextViolation();

  /// The same without waiting.
  std::optional<ipc::SyscallReport> pending();

  /// Ends the wait. Only when the process is dead.
  void close();

 private:
  asio::posix::stream_descriptor listener_;
};

}  // namespace isobox::supervisor

#endif
