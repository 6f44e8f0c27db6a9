// The zygote's loop. Trusted; see zygote.h.
#include "runner/zygote.h"

#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "runner/lockdown.h"
#include "runner/sealed_child.h"

namespace isobox::runner {
namespace {

std::uint64_t micros(const timeval& time) { return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 + time.tv_usec; }

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

Result<Zygote*> Zygote::create(ipc::LaunchOrder order, Workload& workload) {
  void* place = ::mmap(nullptr, sizeof(Zygote), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (place == MAP_FAILED) return errnoError("make the zygote");
  return new (place) Zygote(std::move(order), workload);
}

/// What children inherit, but for the filter. The message that says so.
Result<std::string> Zygote::lockUp() {
  if (::signal(SIGPIPE, SIG_IGN) == SIG_ERR) return errnoError("ignore SIGPIPE");
  ISOBOX_TRY(deaths_, watchChildren());
  ipc::ZygoteReady ready;
  ISOBOX_TRY(auto landlock, denyByLandlock(order_.requireLandlock));
  ISOBOX_TRY(auto writeExecute, denyWriteExecute());
  ready.facts = {{"landlock", std::move(landlock)},
                 {"write_execute", std::move(writeExecute)},
                 {"speculation", restrictSpeculation()}};
  ISOBOX_CHECK(denyNewRights());
  return ipc::encodeControl(ready);
}

Result<> Zygote::enter() {
  ISOBOX_TRY(stack_, makeRunnerStack());
  // Before memory that was writable can never become executable.
  ISOBOX_CHECK(calls_.moveTo(stack_));
  ISOBOX_TRY(ready_, lockUp());
  ISOBOX_TRY(runners_, RunnerTable::create());
  endRestartableSequences();
  shareMemory();
  // Now, as it sets errno.
  keepOwnStack();
  // As things shall be from here on: behind this nothing in the image is written to any more, not even once.
  (void)image_.takeAgain();
  // Last, as the steps above make calls that nobody may make behind it.
  ISOBOX_CHECK(loadFilter());
  if (!order_.preload.empty())
    workload_.preload(order_.preload, order_.whitelist, [this](std::string_view path) { return askForFile(path); });
  return send(ready_);
}

/// A process that holds the listener of its own filter could answer for its own violations: only the supervisor has it.
Result<> Zygote::loadFilter() {
  ISOBOX_TRY(const auto filter, joinFilters(calls_.page(), order_.setupFilter, order_.runnerFilter));
  ISOBOX_TRY(const int number, enterFilter(filter));
  const SetupFd listener(calls_, number);
  return send(ipc::encodeControl(ipc::FilterLoaded{calls_.page()}), {&number, 1});
}

Result<> Zygote::tell(const ipc::ControlMessage& message) const { return send(ipc::encodeControl(message)); }

Result<> Zygote::send(std::string_view bytes, std::span<const int> descriptors) const {
  const OutgoingMessage message(bytes, descriptors);
  for (;;) {
    const long sent = calls_(SYS_sendmsg, ipc::kControlFd, message.header(), MSG_NOSIGNAL);
    if (sent >= 0) return {};
    if (sent != -EINTR) return callError("send a message", sent);
  }
}

Result<SmallMessage> Zygote::receive(ipc::ControlRoom& room) const {
  IncomingMessage message(room);
  for (;;) {
    const long length = calls_(SYS_recvmsg, ipc::kControlFd, message.header(), MSG_CMSG_CLOEXEC);
    if (length >= 0) return message.take(static_cast<std::size_t>(length));
    if (length != -EINTR) return callError("receive a message", length);
  }
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
  ipc::ControlRoom room;
  const auto answer = receive(room);
  const auto parsed = answer ? ipc::parseControl({room.data(), answer->size}) : std::nullopt;
  const auto* given = parsed ? std::get_if<ipc::FileGiven>(&*parsed) : nullptr;
  if (!given) ::_exit(1);
  const SetupFd file(calls_, answer->descriptor);
  if (!given->found || !file.valid()) return std::nullopt;
  if (given->size == 0) return std::string();
  const long mapped = calls_(SYS_mmap, nullptr, given->size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (mapped < 0) return std::nullopt;
  const auto* memory = reinterpret_cast<const char*>(mapped);
  std::string text(memory, given->size);
  ::munmap(const_cast<char*>(memory), given->size);
  return text;
}

Result<> Zygote::serve() {
  for (;;) {
    pollfd sources[] = {{ipc::kControlFd, POLLIN, 0}, {deaths_.get(), POLLIN, 0}};
    if (const long ready = calls_(SYS_poll, sources, 2, -1); ready < 0) {
      if (ready == -EINTR) continue;
      return callError("poll", ready);
    }
    if (sources[1].revents) ISOBOX_CHECK(reap());
    if (sources[0].revents) ISOBOX_CHECK(onControl());
  }
}

Result<> Zygote::onControl() {
  ipc::ControlRoom room;
  ISOBOX_TRY(const auto message, receive(room));
  if (message.size == 0) ::_exit(0);
  const SetupFd channel(calls_, message.descriptor);
  const auto parsed = ipc::parseControl({room.data(), message.size});
  const auto* order = parsed ? std::get_if<ipc::SpawnOrder>(&*parsed) : nullptr;
  if (!order || !channel.valid()) return Error{"read an order", EPROTO, {}};
  if (const auto spawned = spawn(*order, channel.get()); !spawned)
    return tell(ipc::SpawnFailed{order->runner, spawned.error().operation, spawned.error().code});
  return {};
}

Result<> Zygote::spawn(const ipc::SpawnOrder& order, int channel) {
  if (runners_->full()) return Error{"clone a runner", EAGAIN, {}};
  int number = -1;
  ISOBOX_TRY(const pid_t pid, cloneRunner(order, channel, number));
  const SetupFd pidfd(calls_, number);
  runners_->add(pid, order.runner);
  ipc::ControlRoom room;
  return send(ipc::encodeControl(ipc::Spawned{order.runner}, room), {&number, 1});
}

/// A copy of this process but for its stack, in a pid namespace of its own.
Result<pid_t> Zygote::cloneRunner(const ipc::SpawnOrder& spawn, int channel, int& pidfd) const {
  clone_args arguments{};
  arguments.flags = CLONE_NEWPID | CLONE_PIDFD;
  arguments.pidfd = reinterpret_cast<std::uint64_t>(&pidfd);
  arguments.exit_signal = SIGCHLD;
  // Of the size only the end of the stack matters.
  arguments.stack_size = 4096;
  arguments.stack = reinterpret_cast<std::uint64_t>(stack_) - arguments.stack_size;
  const long pid = calls_.clone(arguments, {&live, this, std::uint64_t{spawn.uid} << 32 | spawn.gid,
                                            std::uint64_t{spawn.awaited} << 32 | static_cast<std::uint32_t>(channel)});
  if (pid < 0) return callError("clone a runner", pid);
  return static_cast<pid_t>(pid);
}

/// The child's first function.
void Zygote::live(const void* zygote, std::uint64_t ids, std::uint64_t rest) {
  // This thread's block is written to before it is read: a first read would map its neighbours, too, which are about to be replaced.
  errno = 0;
  const auto& made = *static_cast<const Zygote*>(zygote);
  const ipc::SpawnOrder spawn{.uid = static_cast<std::uint32_t>(ids >> 32), .gid = static_cast<std::uint32_t>(ids), .awaited = (rest >> 32) != 0};
  liveAsRunner(made.calls_, made.order_, spawn, static_cast<int>(static_cast<std::uint32_t>(rest)), made.workload_, made.image_);
}

Result<> Zygote::reap() {
  // There is one at most, as SIGCHLD is not queued. Nobody else reads.
  signalfd_siginfo ignored;
  (void)calls_(SYS_read, deaths_.get(), &ignored, sizeof ignored);
  while (!runners_->empty()) {
    int status = 0;
    rusage usage{};
    const long pid = calls_(SYS_wait4, -1, &status, WNOHANG, &usage);
    if (pid <= 0) return {};
    const auto runner = runners_->take(static_cast<pid_t>(pid));
    if (!runner) continue;
    ipc::ControlRoom room;
    ISOBOX_CHECK(send(ipc::encodeControl(describeDeath(*runner, status, usage), room)));
  }
  return {};
}

}  // namespace isobox::runner
