// isobox-jail: the launcher. Trusted, briefly capable, single-threaded. Started by the supervisor with the descriptor
// layout of ipc/launch_order.h; ends by becoming the zygote, or by telling the supervisor which step failed.
//
// Two processes share the work. The outer one stays in the host's namespaces just long enough to write the id maps
// of the inner one, which only somebody outside can do. The inner one is pid 1 of the jail's pid namespace and a
// child of the supervisor: when it dies, the kernel kills everything below it.
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "ipc/base/channel.h"
#include "ipc/control.h"
#include "jail/steps.h"


namespace isobox::jail {
namespace {

constexpr std::size_t kMaxOrder = 4 << 20;

/// The one way to fail: the step and its errno go to the supervisor, and nothing lives on.
[[noreturn]] void fail(const Error& error) {
  (void)sendMessage(ipc::kControlFd, ipc::encodeControl(ipc::LaunchFailed{error.operation, error.code, error.detail}));
  ::_exit(1);
}

void orFail(const Result<>& result) {
  if (!result) fail(result.error());
}

template <class T>
T orFail(Result<T> result) {
  if (!result) fail(result.error());
  return std::move(*result);
}

/// Whatever the supervisor had open and forgot to mark is not going to be inherited.
Result<> closeAllButLayout() {
  if (::syscall(SYS_close_range, ipc::kOrderFd + 1, ~0u, 0) != 0) return errnoError("close other descriptors");
  return {};
}

Result<ipc::LaunchOrder> readOrder() {
  ISOBOX_TRY(const auto bytes, readWhole(ipc::kOrderFd, kMaxOrder));
  auto order = ipc::parseLaunchOrder(bytes);
  if (!order) return Error{"read the launch order", EPROTO, "isobox-jail and isobox-supervisor differ in version"};
  return std::move(*order);
}

/// The supervisor has put us into the zygote's cgroup; what we make from here on is born there.
Result<> awaitBegin() {
  ISOBOX_TRY(const auto message, receiveMessage(ipc::kControlFd));
  if (message.endOfStream) return Error{"wait for the supervisor", EPIPE, {}};
  const auto parsed = ipc::parseControl(message.bytes);
  if (!parsed || !std::holds_alternative<ipc::BeginLaunch>(*parsed)) return Error{"wait for the supervisor", EPROTO, {}};
  return {};
}

/// Reads the one byte that says the id maps are written; its absence means that the outer process failed.
Result<> awaitMaps(int gate) {
  char byte;
  if (::read(gate, &byte, 1) != 1) return Error{"wait for id maps", EPIPE, {}};
  return {};
}

/// The zygote: the static runner by descriptor, with no environment. Its arguments only name it for `ps`.
[[noreturn]] void becomeZygote() {
  ::fcntl(ipc::kProgramFd, F_SETFD, FD_CLOEXEC);
  for (const int fd : {0, 1, 2}) ::close(fd);
  char name[] = "isobox-zygote";
  char* argv[] = {name, nullptr};
  char* environment[] = {nullptr};
  ::syscall(SYS_execveat, ipc::kProgramFd, "", argv, environment, AT_EMPTY_PATH);
  fail(errnoError("execute isobox-runner"));
}

[[noreturn]] void runInner(const ipc::LaunchOrder& order, UniqueFd gate) {
  orFail(awaitMaps(gate.get()));
  gate.reset();
  // Order matters from here: ids first, because everything below needs the namespace's root to own it; the keyring
  // and the root while capabilities last; the capabilities; and the promise that none come back.
  orFail(becomeNamespaceRoot(!order.denySetgroups));
  orFail(tieToParent(ipc::kControlFd));
  if (::sethostname("isobox", 6) != 0) fail(errnoError("set the host name"));
  orFail(detachKeyring());
  orFail(enterEmptyRoot());
  orFail(cutCapabilities());
  orFail(forbidNewPrivileges());
  becomeZygote();
}

[[noreturn]] void runOuter(const ipc::LaunchOrder& order, Copy inner, UniqueFd gate) {
  const auto endInner = [&](const Error& error) {
    ::syscall(SYS_pidfd_send_signal, inner.pidfd.get(), SIGKILL, nullptr, 0);
    fail(error);
  };
  // First of all, so that the supervisor, whose child it is, reaps it whatever happens.
  const auto launched = ipc::encodeControl(ipc::Launched{});
  if (auto sent = sendMessage(ipc::kControlFd, launched, {inner.pidfd.get()}); !sent) endInner(sent.error());
  if (auto mapped = mapIds(inner.pid, order); !mapped) endInner(mapped.error());
  if (auto proven = proveNamespaces(inner.pid, order.namespaces); !proven) endInner(proven.error());
  const char go = 1;
  if (::write(gate.get(), &go, 1) != 1) endInner(errnoError("release the zygote"));
  ::_exit(0);
}

[[noreturn]] void launch() {
  orFail(closeAllButLayout());
  if (::setsid() < 0 && errno != EPERM) fail(errnoError("start a session"));
  orFail(tieToParent(ipc::kControlFd));
  const auto order = orFail(readOrder());
  orFail(awaitBegin());
  auto gate = orFail(makeSocketPair(SOCK_STREAM));
  auto copy = orFail(cloneIntoNamespaces(order.namespaces));
  if (copy.pid == 0) {
    gate.second.reset();
    runInner(order, std::move(gate.first));
  }
  gate.first.reset();
  runOuter(order, std::move(copy), std::move(gate.second));
}

}  // namespace
}  // namespace isobox::jail

int main() {
  if (::fcntl(isobox::ipc::kControlFd, F_GETFD) < 0 || ::fcntl(isobox::ipc::kOrderFd, F_GETFD) < 0) {
    std::fputs("isobox-jail is started by isobox-supervisor; see `isobox doctor` for what it needs.\n", stderr);
    return 2;
  }
  isobox::jail::launch();
}
