// The trusted end of a runner's seccomp filter. Supervisor.
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

Result<UniqueFd> takeDescriptor(int pidfd, int number) {
  UniqueFd fd(static_cast<int>(::syscall(SYS_pidfd_getfd, pidfd, number, 0)));
  if (!fd.valid())
    return errnoError("take the seccomp listener", errno == EPERM ? "if kernel.yama.ptrace_scope is 3: 2 or less is needed" : "");
  return fd;
}

SeccompListener::SeccompListener(asio::any_io_executor executor, UniqueFd listener)
    : listener_(executor, listener.release()) {}

Task<std::optional<ipc::SyscallReport>> SeccompListener::nextViolation() {
  for (;;) {
    boost::system::error_code error;
    co_await listener_.async_wait(asio::posix::stream_descriptor::wait_read, quietly(error));
    if (error) co_return std::nullopt;
    if (auto report = pending()) co_return report;
    pollfd state{listener_.native_handle(), 0, 0};
    if (::poll(&state, 1, 0) != 0) co_return std::nullopt;
  }
}

std::optional<ipc::SyscallReport> SeccompListener::pending() {
  static const std::size_t size = notificationSize();
  // Receiving blocks when there is nothing, as at the end of the process: so look first.
  pollfd state{listener_.native_handle(), POLLIN, 0};
  if (::poll(&state, 1, 0) != 1 || !(state.revents & POLLIN)) return std::nullopt;
  std::vector<char> raw(size);
  // ENOENT: the process died between its call and now.
  if (::ioctl(listener_.native_handle(), SECCOMP_IOCTL_NOTIF_RECV, raw.data()) != 0) return std::nullopt;
  return describe(reinterpret_cast<const seccomp_notif*>(raw.data())->data);
}

void SeccompListener::close() {
  boost::system::error_code ignored;
  listener_.close(ignored);
}

}  // namespace isobox::supervisor
