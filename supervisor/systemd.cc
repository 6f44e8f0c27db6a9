// Socket activation and notification. Supervisor. See sd_listen_fds(3) and sd_notify(3).
#include "supervisor/systemd.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace isobox::supervisor {
namespace {

constexpr int kFirstActivatedFd = 3;

bool isListeningStream(int fd) {
  int type = 0, listening = 0;
  socklen_t size = sizeof type;
  return ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM &&
         ::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening == 1;
}

}  // namespace

Result<UniqueFd> activatedSocket() {
  const char* pid = std::getenv("LISTEN_PID");
  const char* count = std::getenv("LISTEN_FDS");
  if (!pid || !count || std::strtol(pid, nullptr, 10) != ::getpid()) return UniqueFd();
  const long sockets = std::strtol(count, nullptr, 10);
  for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) ::unsetenv(name);
  if (sockets == 0) return UniqueFd();
  if (sockets != 1) return Error{"take the activated socket", EINVAL, "exactly one is wanted"};
  if (!isListeningStream(kFirstActivatedFd)) return Error{"take the activated socket", EINVAL, "it is not a listening stream socket"};
  if (::fcntl(kFirstActivatedFd, F_SETFD, FD_CLOEXEC) != 0 || ::fcntl(kFirstActivatedFd, F_SETFL, O_NONBLOCK) != 0)
    return errnoError("take the activated socket");
  return UniqueFd(kFirstActivatedFd);
}

void notifySystemd(std::string_view state) {
  const char* path = std::getenv("NOTIFY_SOCKET");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (!path || std::strlen(path) < 2 || std::strlen(path) >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, path, std::strlen(path));
  if (path[0] == '@') address.sun_path[0] = '\0';
  const socklen_t length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(path));
  UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ::sendto(socket.get(), state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), length);
}

}  // namespace isobox::supervisor
