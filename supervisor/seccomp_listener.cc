// The trusted end of a seccomp filter. Supervisor.
#include "supervisor/seccomp_listener.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <vector>

#include "policy/syscall_rules.h"

namespace isobox::supervisor {
namespace {

constexpr std::uint32_t kX32Bit = 0x40000000;

// How often the kernel may say that it could not look.
constexpr int kMostInterruptions = 100;

/// The kernel's notification may be longer than the structure this was compiled with: it says so itself.
std::size_t notificationSize() {
  seccomp_notif_sizes sizes{};
  if (::syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) != 0) return sizeof(seccomp_notif);
  return std::max<std::size_t>(sizes.seccomp_notif, sizeof(seccomp_notif));
}

ipc::SyscallReport describe(const seccomp_data& data) {
  ipc::SyscallReport report;
  report.number = data.nr;
  report.name = policy::syscallName(data.arch, data.nr);
  const bool x32 = data.arch == AUDIT_ARCH_X86_64 && (static_cast<std::uint32_t>(data.nr) & kX32Bit) && data.nr != -1;
  report.abi = data.arch == AUDIT_ARCH_X86_64 ? (x32 ? "x32" : "x86_64") : data.arch == AUDIT_ARCH_I386 ? "i386" : "foreign";
  report.arguments.assign(std::begin(data.args), std::end(data.args));
  return report;
}

}  // namespace

SeccompListener::SeccompListener(asio::any_io_executor executor, UniqueFd listener)
    : listener_(executor, listener.release()) {}

Task<bool> SeccompListener::wait() {
  boost::system::error_code error;
  co_await listener_.async_wait(asio::posix::stream_descriptor::wait_read, quietly(error));
  if (error) co_return false;
  pollfd state{listener_.native_handle(), 0, 0};
  // Not POLLERR: the kernel says it, too, when it was interrupted before it could look.
  co_return ::poll(&state, 1, 0) >= 0 && (state.revents & (POLLHUP | POLLNVAL)) == 0 && !failed_;
}

std::optional<DeniedCall> SeccompListener::pending() {
  static const std::size_t size = notificationSize();
  for (int interrupted = 0;;) {
    // Receiving blocks when there is nothing, as at the end of the processes: so look first.
    pollfd state{listener_.native_handle(), POLLIN, 0};
    if (::poll(&state, 1, 0) != 1) return std::nullopt;
    if (state.revents == POLLERR && ++interrupted < kMostInterruptions) continue;
    if (!(state.revents & POLLIN)) return std::nullopt;
    std::vector<char> raw(size);
    if (::ioctl(listener_.native_handle(), SECCOMP_IOCTL_NOTIF_RECV, raw.data()) != 0) {
      // ENOENT: that process died between its call and now; another's may be behind it.
      if (errno == ENOENT || errno == EINTR) continue;
      failed_ = true;
      return std::nullopt;
    }
    const auto& notification = *reinterpret_cast<const seccomp_notif*>(raw.data());
    return DeniedCall{static_cast<pid_t>(notification.pid), describe(notification.data)};
  }
}

void SeccompListener::close() {
  boost::system::error_code ignored;
  listener_.close(ignored);
}

}  // namespace isobox::supervisor
