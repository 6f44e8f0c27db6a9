// The trusted end of the seccomp filter of a zygote and its runners: learns which denied call which of them tried. Supervisor.
#ifndef ISOBOX_SUPERVISOR_SECCOMP_LISTENER_H
#define ISOBOX_SUPERVISOR_SECCOMP_LISTENER_H

#include <sys/types.h>

#include <optional>

#include "ipc/base/result.h"
#include "ipc/base/unique_fd.h"
#include "ipc/client_messages.h"
#include "supervisor/asio.h"

namespace isobox::supervisor {

struct DeniedCall {
  pid_t process = 0;
  ipc::SyscallReport call;
};

class SeccompListener {
 public:
  SeccompListener(asio::any_io_executor executor, UniqueFd listener);

  /// Waits until something is pending; then all of it has to be taken. False when the last process of the filter has ended, or the listener
  /// fails.
  Task<bool> wait();

  /// The next denied call, if there is one. It stays suspended: it is never answered, the process is killed while it waits. So close the
  /// listener only after the kill: closing lets calls return, with ENOSYS.
  std::optional<DeniedCall> pending();

  /// Ends the wait. Only when the processes are dead.
  void close();

 private:
  asio::posix::stream_descriptor listener_;
  bool failed_ = false;
};

}  // namespace isobox::supervisor

#endif
