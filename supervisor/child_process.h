// A process of ours, held by pidfd. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_CHILD_PROCESS_H
#define ISOBOX_SUPERVISOR_CHILD_PROCESS_H

#include "ipc/base/result.h"
#include "ipc/base/unique_fd.h"
#include "supervisor/asio.h"

namespace isobox::supervisor {

class ChildProcess {
 public:
  ChildProcess(asio::any_io_executor executor, UniqueFd pidfd);

  /// SIGKILL. Harmless when the process is gone.
  void kill();

  /// Waits for the end of the process and reaps it, if it is our own child.
  Task<> ended();

  /// The process's id in the supervisor's own pid namespace, as the kernel says (PIDFD_GET_INFO, or /proc/self/fdinfo).
  Result<pid_t> pid() const;

  int pidfd() { return pidfd_.native_handle(); }

 private:
  asio::posix::stream_descriptor pidfd_;
};

}  // namespace isobox::supervisor

#endif
