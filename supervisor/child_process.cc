// A process of ours, held by pidfd. Supervisor, on the event loop.
#include "supervisor/child_process.h"

#include <signal.h>
#include <sys/ioctl.h>
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

namespace {

/// struct pidfd_info of Linux 6.13, newer than Debian 12's headers.
struct PidfdInfo {
  std::uint64_t mask;  // of what is asked for; the ids are given in any case
  std::uint64_t cgroupId;
  std::uint32_t pid, threadGroup, parent, realUid, realGid, effectiveUid, effectiveGid, savedUid, savedGid, fsUid, fsGid;
  std::int32_t exitCode;
};
constexpr unsigned long kPidfdGetInfo = _IOWR(0xFF, 11, PidfdInfo);

}  // namespace

Result<pid_t> ChildProcess::pid() const {
  auto& descriptor = const_cast<asio::posix::stream_descriptor&>(pidfd_);
  PidfdInfo info{};
  if (::ioctl(descriptor.native_handle(), kPidfdGetInfo, &info) == 0 && info.pid > 0) return static_cast<pid_t>(info.pid);
  // Older kernels, and processes that are gone.
  ISOBOX_TRY(const auto text, readFile("/proc/self/fdinfo/" + std::to_string(descriptor.native_handle()), 4096));
  const auto at = text.find("\nPid:\t");
  pid_t pid = 0;
  if (at != std::string::npos) std::from_chars(text.data() + at + 6, text.data() + text.size(), pid);
  if (pid <= 0) return Error{"find a process's id", ESRCH, "it is gone"};
  return pid;
}

}  // namespace isobox::supervisor
