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

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <limits>

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

/// This thread's block is written to before it is read: a first read would map the page, and its neighbours, which are about to be
/// replaced, and the write would have that page undone. `errno` will not do, as it is found by reading.
[[gnu::tls_model("local-exec")]] thread_local volatile int written;
[[gnu::always_inline]] inline void takeThreadsBlock() { written = 1; }

// A choice for the life of a zygote. What is as fast takes less memory in small pages.
constexpr std::size_t kTrials = 7;
constexpr double kWorthIt = 0.9;

double medianOf(std::array<double, kTrials> times) {
  std::nth_element(times.begin(), times.begin() + kTrials / 2, times.end());
  return times[kTrials / 2];
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
  ISOBOX_TRY(std::byte* const stack, makeRunnerStack(sizeof(Zygote)));
  return new (stack + kPage) Zygote(std::move(order), workload, stack);
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
  // Before memory that was writable can never become executable.
  ISOBOX_CHECK(calls_.moveTo(stack_));
  ISOBOX_TRY(ready_, lockUp());
  ISOBOX_TRY(runners_, RunnerTable::create());
  endRestartableSequences();
  ISOBOX_TRY(filter_, joinFilters(calls_.page(), order_.setupFilter, order_.runnerFilter));
  shareMemory();
  // Now, as it sets errno.
  keepOwnStack();
  // As things shall be from here on: behind this nothing in the image is written to any more, not even once, but by packages. So
  // nothing takes memory, or gives it back.
  if (image_.takeAgain()) prepareHugePage();
  // Behind the image, which is written to files.
  ISOBOX_CHECK(setLimits(calls_, order_.inheritedLimits));
  chooseBetweenPages();
  // Last, as the steps above make calls that nobody may make behind it.
  ISOBOX_CHECK(loadFilter());
  if (!order_.preload.empty())
    workload_.preload(order_.preload, order_.whitelist, [this](std::string_view path) { return askForFile(path); });
  return send(ready_);
}

/// A process that holds the listener of its own filter could answer for its own violations: only the supervisor has it.
Result<> Zygote::loadFilter() {
  ISOBOX_TRY(const int number, enterFilter(filter_));
  const SetupFd listener(calls_, number);
  ipc::ControlRoom room;
  return send(ipc::encodeControl(ipc::FilterLoaded{calls_.page()}, room), {&number, 1});
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

/// A huge page has what is in the image, and nothing that this process writes later: no packages, nothing behind what malloc had.
void Zygote::prepareHugePage() {
  const auto room = mallocRoom(), arena = workload_.memory().reserved;
  const bool together = room.begin && arena.begin == room.end && arena.end >= room.begin + kHugePage;
  if (!together || !order_.preload.empty() || mallocMark() != malloc_) return;
  image_.prepareHugePage(room.begin);
}

void Zygote::chooseBetweenPages() {
  if (!image_.hasHugePage()) return;
  std::array<double, kTrials> small{}, huge{};
  for (std::size_t i = 0; i < kTrials; ++i) {
    small[i] = timeOfTrial(false);
    huge[i] = timeOfTrial(true);
  }
  hugeIsFaster_ = medianOf(huge) < kWorthIt * medianOf(small);
}

/// From its clone to its end, of a child that runs a typical program, in seconds; no end if it fails.
double Zygote::timeOfTrial(bool huge) const {
  const auto since = std::chrono::steady_clock::now();
  clone_args arguments{};
  arguments.exit_signal = SIGCHLD;
  int status = -1;
  if (const auto child = cloneChild({&tryOut, this, huge, 0}, arguments)) ::waitpid(*child, &status, 0);
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - since;
  return status == 0 ? time.count() : std::numeric_limits<double>::infinity();
}

void Zygote::tryOut(const void* zygote, std::uint64_t huge, std::uint64_t) {
  takeThreadsBlock();
  const auto& made = *static_cast<const Zygote*>(zygote);
  made.image_.populate(made.calls_, huge != 0);
  made.workload_.rehearse();
  ::_exit(0);
}

/// What cannot be shared this way is inherited the slow way.
void Zygote::shareMemory() {
  const auto memory = workload_.memory();
  malloc_ = mallocMark();
  auto ranges = ownMemory();
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
  checkHugePage();
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

/// Without what has happened since, it would not fit to the rest.
void Zygote::checkHugePage() {
  if (hugeIsFaster_ && !image_.isCurrent()) hugeIsFaster_ = false;
}

Result<> Zygote::onControl() {
  ipc::ControlRoom room;
  ISOBOX_TRY(const auto message, receive(room));
  if (message.size == 0) ::_exit(0);
  const SetupFd channel(calls_, message.descriptor);
  const auto parsed = ipc::parseControl({room.data(), message.size});
  const auto* order = parsed ? std::get_if<ipc::SpawnOrder>(&*parsed) : nullptr;
  if (!order || !channel.valid()) return Error{"read an order", EPROTO, {}};
  const auto spawned = spawn(*order, channel.get());
  if (spawned) return {};
  const auto told = tell(ipc::SpawnFailed{order->runner, spawned.error().operation, spawned.error().code});
  // That has taken memory.
  checkHugePage();
  return told;
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
  const bool huge = spawn.wish.brief && hugeIsFaster_;
  return cloneChild({&live, this, std::uint64_t{spawn.uid} << 32 | spawn.gid,
                     std::uint64_t{spawn.wish.awaited} << 33 | std::uint64_t{huge} << 32 | static_cast<std::uint32_t>(channel)},
                    arguments);
}

Result<pid_t> Zygote::cloneChild(const Beginning& beginning, clone_args arguments) const {
  // Of the size only the end of the stack matters.
  arguments.stack_size = 4096;
  arguments.stack = reinterpret_cast<std::uint64_t>(stack_) - arguments.stack_size;
  const long pid = calls_.clone(arguments, beginning);
  if (pid < 0) return callError("clone a runner", pid);
  return static_cast<pid_t>(pid);
}

/// The child's first function.
void Zygote::live(const void* zygote, std::uint64_t ids, std::uint64_t rest) {
  takeThreadsBlock();
  const auto& made = *static_cast<const Zygote*>(zygote);
  const ipc::SpawnOrder spawn{.uid = static_cast<std::uint32_t>(ids >> 32), .gid = static_cast<std::uint32_t>(ids),
                              .wish = {.awaited = (rest >> 33 & 1) != 0, .brief = (rest >> 32 & 1) != 0}};
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
