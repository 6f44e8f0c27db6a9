// A process of ours, held by pidfd. Supervisor, on the event loop.
#include "supervisor/child_process.h"

#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <charconv>

#include "ipc/base/channel.h"

namespace isobox::supervisor {

ChildProcess::ChildProcess(asio::any_io_executor executor, UniqueFd pidfd) : pidfd_(executor, pidfd.release()) {}

void ChildProcess::kill() { ::syscall(SYS_pidfd_send_signal, pidfd_.native_handle(), SIGKILL, nullptr, 0); }

Task<> ChildProcess::ended() {
  boost::system::error_code error;
  co_await pidfd_.async_wait(asio::posix::stream_descriptor::wait_read, quietly(error));
  siginfo_t info;
  ::waitid(static_cast<idtype_t>(P_PIDFD), static_cast<id_t>(pidfd_.native_handle()), &info, WEXITED | WNOHANG);
}

Result<pid_t> ChildProcess::pid() const {
  auto& descriptor = const_cast<asio::posix::stream_descriptor&>(pidfd_);
  ISOBOX_TRY(const auto text, readFile("/proc/self/fdinfo/" + std::to_string(descriptor.native_handle()), 4096));
  const auto at = text.find("\nPid:\t");
  pid_t pid = 0;
  if (at != std::string::npos) std::from_chars(text.data() + at + 6, text.data() + text.size(), pid);
  if (pid <= 0) return Error{"find a process's id", ESRCH, "it is gone"};
  return pid;
}

}  // namespace isobox::supervisor
