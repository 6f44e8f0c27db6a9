// The zygote's loop. Trusted; see zygote.h.
#include "runner/zygote.h"

#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "ipc/base/channel.h"
#include "runner/lockdown.h"
#include "runner/sealed_child.h"

namespace isobox::runner {
namespace {

std::uint64_t micros(const timeval& time) { return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 + time.tv_usec; }

Result<> tell(const ipc::ControlMessage& message, const std::vector<int>& descriptors = {}) {
  return sendMessage(ipc::kControlFd, ipc::encodeControl(message), descriptors);
}

/// A copy of this process in a pid namespace of its own. In the copy the result is 0.
Result<pid_t> cloneRunner(UniqueFd& pidfd) {
  int fd = -1;
  clone_args arguments{};
  arguments.flags = CLONE_NEWPID | CLONE_PIDFD;
  arguments.pidfd = reinterpret_cast<std::uint64_t>(&fd);
  arguments.exit_signal = SIGCHLD;
  const long pid = ::syscall(SYS_clone3, &arguments, sizeof arguments);
  if (pid < 0) return errnoError("clone a runner");
  pidfd.reset(fd);
  return static_cast<pid_t>(pid);
}

ipc::Exited describeDeath(std::uint64_t runner, int status, const rusage& usage) {
  ipc::Exited exited{.runner = runner};
  if (WIFEXITED(status)) {
    exited.code = CLD_EXITED;
    exited.status = WEXITSTATUS(status);
  } else {
    exited.code = WCOREDUMP(status) ? CLD_DUMPED : CLD_KILLED;
    exited.status = WTERMSIG(status);
  }
  exited.userMicros = micros(usage.ru_utime);
  exited.systemMicros = micros(usage.ru_stime);
  exited.maxResidentBytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  return exited;
}

Result<UniqueFd> watchChildren() {
  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  if (::sigprocmask(SIG_BLOCK, &children, nullptr) != 0) return errnoError("block SIGCHLD");
  UniqueFd deaths(::signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!deaths.valid()) return errnoError("watch for deaths");
  return deaths;
}

}  // namespace

Result<> Zygote::enter() {
  shareMemory();
  if (::signal(SIGPIPE, SIG_IGN) == SIG_ERR) return errnoError("ignore SIGPIPE");
  ISOBOX_TRY(deaths_, watchChildren());
  ipc::ZygoteReady ready;
  ISOBOX_TRY(auto landlock, denyByLandlock(order_.requireLandlock));
  ISOBOX_TRY(auto writeExecute, denyWriteExecute());
  ready.facts = {{"landlock", std::move(landlock)},
                 {"write_execute", std::move(writeExecute)},
                 {"speculation", restrictSpeculation()}};
  ISOBOX_CHECK(denyNewRights());
  // Last, as the steps above use calls that it denies.
  ISOBOX_CHECK(enterFilter(order_.zygoteFilter));
  if (!order_.preload.empty())
    workload_.preload(order_.preload, order_.whitelist, [this](std::string_view path) { return askForFile(path); });
  return tell(ready);
}

/// What cannot be shared this way is inherited the slow way.
void Zygote::shareMemory() {
  const auto memory = workload_.memory();
  auto ranges = PageImage::ownVariables();
  ranges.push_back(memory.loaded);
  if (image_.take(ranges)) image_.rehearse([this] { workload_.rehearse(); }, memory.fresh);
}

/// A supervisor that does not answer, or with anything else, is gone or none.
std::optional<std::string> Zygote::askForFile(std::string_view path) {
  if (!tell(ipc::FileWanted{std::string(path)})) ::_exit(1);
  const auto answer = receiveMessage(ipc::kControlFd);
  const auto parsed = answer ? ipc::parseControl(answer->bytes) : std::nullopt;
  const auto* given = parsed ? std::get_if<ipc::FileGiven>(&*parsed) : nullptr;
  if (!given) ::_exit(1);
  if (!given->found || answer->descriptors.size() != 1) return std::nullopt;
  if (given->size == 0) return std::string();
  void* memory = ::mmap(nullptr, given->size, PROT_READ, MAP_PRIVATE, answer->descriptors[0].get(), 0);
  if (memory == MAP_FAILED) return std::nullopt;
  std::string text(static_cast<const char*>(memory), given->size);
  ::munmap(memory, given->size);
  return text;
}

Result<> Zygote::serve() {
  PageImage::dropUsedStack();
  for (;;) {
    pollfd sources[] = {{ipc::kControlFd, POLLIN, 0}, {deaths_.get(), POLLIN, 0}};
    if (::poll(sources, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return errnoError("poll");
    }
    if (sources[1].revents) ISOBOX_CHECK(reap());
    if (sources[0].revents) ISOBOX_CHECK(onControl());
  }
}

Result<> Zygote::onControl() {
  ISOBOX_TRY(auto message, receiveMessage(ipc::kControlFd));
  if (message.endOfStream) ::_exit(0);
  const auto parsed = ipc::parseControl(message.bytes);
  const auto* order = parsed ? std::get_if<ipc::SpawnOrder>(&*parsed) : nullptr;
  if (!order || message.descriptors.size() != 1) return Error{"read an order", EPROTO, {}};
  if (const auto spawned = spawn(*order, std::move(message.descriptors[0])); !spawned)
    return tell(ipc::SpawnFailed{order->runner, spawned.error().operation, spawned.error().code});
  return {};
}

Result<> Zygote::spawn(const ipc::SpawnOrder& order, UniqueFd channel) {
  UniqueFd pidfd;
  ISOBOX_TRY(const pid_t pid, cloneRunner(pidfd));
  if (pid == 0) liveAsRunner(order_, order, std::move(channel), workload_, image_);
  runners_.emplace(pid, order.runner);
  return tell(ipc::Spawned{order.runner}, {pidfd.get()});
}

Result<> Zygote::reap() {
  signalfd_siginfo ignored;
  while (::read(deaths_.get(), &ignored, sizeof ignored) > 0) {
  }
  for (;;) {
    int status = 0;
    rusage usage{};
    const pid_t pid = ::wait4(-1, &status, WNOHANG, &usage);
    if (pid <= 0) return {};
    const auto runner = runners_.find(pid);
    if (runner == runners_.end()) continue;
    ISOBOX_CHECK(tell(describeDeath(runner->second, status, usage)));
    runners_.erase(runner);
  }
}

}  // namespace isobox::runner
