// The supervisor's end of one zygote. Supervisor, on the event loop.
#include "supervisor/zygote_host.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <algorithm>

#include "supervisor/logging.h"
#include "supervisor/process_facts.h"

namespace isobox::supervisor {
namespace {

/// A copy above the launcher's descriptor layout, so that placing one descriptor cannot overwrite another.
Result<UniqueFd> liftAboveLayout(int fd) {
  UniqueFd lifted(::fcntl(fd, F_DUPFD_CLOEXEC, 16));
  if (!lifted.valid()) return errnoError("duplicate a descriptor");
  return lifted;
}

struct SpawnActions {
  SpawnActions() { ::posix_spawn_file_actions_init(&actions); }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions); }
  SpawnActions(const SpawnActions&) = delete;
  posix_spawn_file_actions_t actions;
};

Result<pid_t> spawnLauncher(const std::string& program, int control, int runner, int order) {
  SpawnActions spawn;
  for (const int fd : {0, 1, 2}) ::posix_spawn_file_actions_addopen(&spawn.actions, fd, "/dev/null", O_RDWR, 0);
  ::posix_spawn_file_actions_adddup2(&spawn.actions, control, ipc::kControlFd);
  ::posix_spawn_file_actions_adddup2(&spawn.actions, runner, ipc::kProgramFd);
  ::posix_spawn_file_actions_adddup2(&spawn.actions, order, ipc::kOrderFd);
  std::string name = "isobox-jail";
  std::string path = "PATH=/usr/bin:/bin:/usr/sbin:/sbin";
  char* argv[] = {name.data(), nullptr};
  char* environment[] = {path.data(), nullptr};
  pid_t pid = 0;
  const int code = ::posix_spawn(&pid, program.c_str(), &spawn.actions, nullptr, argv, environment);
  if (code != 0) return Error{"start " + program, code, {}};
  return pid;
}

/// A process that is waited for and reaped wherever it ends.
void reapInBackground(asio::any_io_executor executor, UniqueFd pidfd) {
  auto process = std::make_shared<ChildProcess>(executor, std::move(pidfd));
  asio::co_spawn(
      executor, [process]() -> Task<> { co_await process->ended(); }, LogEscaped{"reaping"});
}

}  // namespace

void LogEscaped::operator()(std::exception_ptr escaped) const {
  if (!escaped) return;
  try {
    std::rethrow_exception(escaped);
  } catch (const std::exception& fault) {
    log::critical("{} ended by an exception: {}", name, fault.what());
  }
}

Task<Result<std::shared_ptr<ZygoteHost>>> ZygoteHost::launch(asio::any_io_executor executor, const LaunchPlan& plan,
                                                             Cgroup* group, UniqueFd loading, FileReader files) {
  auto host = std::make_shared<ZygoteHost>(executor);
  host->files_ = std::move(files);
  if (auto started = host->startLauncher(plan, group, loading.valid() ? loading.get() : plan.order.get()); !started)
    co_return started.error();
  asio::co_spawn(executor, host->readControl(), LogEscaped{"zygote"});
  const auto deadline = Clock::now() + kStartTimeout;
  while (!host->ready_ && !host->failure_ && !host->gone_ && Clock::now() < deadline) co_await host->changed_.waitUntil(deadline);
  if (host->ready_) co_return host;
  Error why = host->failure_ ? *host->failure_
              : host->gone_  ? Error{"launch the zygote", 0, "it ended without a word"}
                             : Error{"launch the zygote", ETIMEDOUT, {}};
  co_await host->end();
  co_return why;
}

ZygoteHost::~ZygoteHost() {
  if (process_) process_->kill();
}

Result<> ZygoteHost::startLauncher(const LaunchPlan& plan, Cgroup* group, int launchOrder) {
  ISOBOX_TRY(auto ends, makeSocketPair(SOCK_SEQPACKET));
  ISOBOX_TRY(const auto theirs, liftAboveLayout(ends.second.get()));
  ISOBOX_TRY(const auto runner, liftAboveLayout(plan.runnerProgram.get()));
  ISOBOX_TRY(const auto order, liftAboveLayout(launchOrder));
  ISOBOX_TRY(const pid_t pid, spawnLauncher(plan.programs.jail, theirs.get(), runner.get(), order.get()));
  UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!pidfd.valid()) return errnoError("hold the launcher");
  // From here on the launcher is reaped whatever happens; closing our end of its channel makes it give up.
  reapInBackground(executor_, std::move(pidfd));
  if (group) ISOBOX_CHECK(group->admit(pid));
  ISOBOX_CHECK(sendMessage(ends.first.get(), ipc::encodeControl(ipc::BeginLaunch{})));
  if (::fcntl(ends.first.get(), F_SETFL, O_NONBLOCK) != 0) return errnoError("prepare the control channel");
  control_.assign(ends.first.release());
  alive_ = true;
  return {};
}

Task<> ZygoteHost::readControl() {
  const auto self = shared_from_this();
  while (alive_) {
    boost::system::error_code error;
    co_await control_.async_wait(asio::posix::stream_descriptor::wait_read, quietly(error));
    if (error) break;
    auto message = receiveMessage(control_.native_handle());
    if (!message && message.error().code == EAGAIN) continue;
    if (!message || message->endOfStream) break;
    onMessage(std::move(*message));
  }
  onGone();
}

void ZygoteHost::onMessage(Message message) {
  auto parsed = ipc::parseControl(message.bytes);
  if (!parsed) {
    log::error("the zygote sent an unknown message");
    return;
  }
  if (std::holds_alternative<ipc::Launched>(*parsed)) return onLaunched(message);
  if (auto* failed = std::get_if<ipc::LaunchFailed>(&*parsed)) {
    fail(Error{failed->step, failed->code, failed->detail});
  } else if (const auto* loaded = std::get_if<ipc::FilterLoaded>(&*parsed)) {
    onFilterLoaded(loaded->setupPage, message);
  } else if (auto* ready = std::get_if<ipc::ZygoteReady>(&*parsed)) {
    if (!listener_) return fail(Error{"launch the zygote", 0, "it has no filter"});
    facts_ = std::move(ready->facts);
    ready_ = true;
    files_ = nullptr;
    changed_.notify();
  } else if (const auto* wanted = std::get_if<ipc::FileWanted>(&*parsed)) {
    giveFile(*wanted);
  } else if (auto* spawned = std::get_if<ipc::Spawned>(&*parsed)) {
    auto who = observer(spawned->runner);
    const bool held = message.descriptors.size() == 1;
    if (who && held) return who->onSpawned(std::move(message.descriptors[0]));
    // Nobody waits for it any more.
    if (held) ::syscall(SYS_pidfd_send_signal, message.descriptors[0].get(), SIGKILL, nullptr, 0);
    // Else nothing holds the process but its channel, and it ends when that is closed.
    if (who) who->onSpawnFailed(Error{"receive the runner's pidfd", EMFILE, "raise the limit of open files"});
    runners_.erase(spawned->runner);
  } else if (auto* refused = std::get_if<ipc::SpawnFailed>(&*parsed)) {
    if (auto who = observer(refused->runner)) who->onSpawnFailed(Error{refused->step, refused->code, {}});
    runners_.erase(refused->runner);
  } else if (auto* exited = std::get_if<ipc::Exited>(&*parsed)) {
    if (auto who = observer(exited->runner)) who->onExited(*exited);
    runners_.erase(exited->runner);
  }
}

/// It waits for the answer, so there is room for it.
void ZygoteHost::giveFile(const ipc::FileWanted& wanted) {
  const auto text = files_ ? files_(wanted.path) : std::nullopt;
  auto memory = text ? makeSealedMemory("isobox-package", *text) : Result<UniqueFd>(UniqueFd());
  const bool found = memory && memory->valid();
  const ipc::FileGiven given{found, found ? text->size() : 0};
  const auto sent = found ? sendMessage(control_.native_handle(), ipc::encodeControl(given), {memory->get()})
                          : sendMessage(control_.native_handle(), ipc::encodeControl(given));
  if (!sent && process_) process_->kill();
}

void ZygoteHost::onLaunched(Message& message) {
  // Once, and from the launcher: a zygote may say what it likes.
  if (process_ || message.descriptors.size() != 1) return;
  process_ = std::make_unique<ChildProcess>(executor_, std::move(message.descriptors[0]));
  if (const auto pid = process_->pid()) pid_ = *pid;
}

void ZygoteHost::fail(Error why) {
  if (!failure_) failure_ = std::move(why);
  changed_.notify();
}

/// Once, before it is ready.
void ZygoteHost::onFilterLoaded(std::uint64_t setupPage, Message& message) {
  if (listener_ || message.descriptors.size() != 1) return fail(Error{"launch the zygote", EPROTO, "its filter"});
  // That nothing is there in a runner proves only something if there is something here.
  const auto present = hasMemoryAt(pid_, setupPage);
  if (!present) return fail(present.error());
  if (!*present) return fail(Error{"launch the zygote", EPROTO, "its setup page is not there"});
  setupPage_ = setupPage;
  listener_ = std::make_unique<SeccompListener>(executor_, std::move(message.descriptors[0]));
  asio::co_spawn(executor_, watchListener(), LogEscaped{"seccomp listener"});
}

Task<> ZygoteHost::watchListener() {
  const auto self = shared_from_this();
  bool more = true;
  while (more) {
    more = co_await listener_->wait();
    lookForDenied();
  }
  // Whose denied calls nobody hears of is not to live on.
  if (process_) process_->kill();
}

void ZygoteHost::lookForDenied() {
  if (!listener_) return;
  while (auto denied = listener_->pending()) onDenied(std::move(*denied));
}

/// The zygote itself makes none: if it does, it is broken, and so perhaps is what its runners have of it.
void ZygoteHost::onDenied(DeniedCall denied) {
  if (denied.process == pid_) {
    log::error("the zygote (pid {}) called {}", pid_, denied.call.name);
    fail(Error{"launch the zygote", 0, "it called " + denied.call.name});
    if (process_) process_->kill();
    return;
  }
  for (const auto& [id, runner] : runners_) {
    if (runner.pid != denied.process) continue;
    if (const auto who = runner.observer.lock()) who->onDenied(denied.call);
    return;
  }
  const bool known = std::any_of(unknown_.begin(), unknown_.end(), [&](const DeniedCall& one) { return one.process == denied.process; });
  if (!known) unknown_.push_back(std::move(denied));
}

void ZygoteHost::identify(std::uint64_t runner, pid_t pid) {
  const auto found = runners_.find(runner);
  if (found == runners_.end()) return;
  found->second.pid = pid;
  const auto denied = std::find_if(unknown_.begin(), unknown_.end(), [pid](const DeniedCall& one) { return one.process == pid; });
  if (denied == unknown_.end()) return;
  const auto call = std::move(denied->call);
  unknown_.erase(denied);
  if (const auto who = found->second.observer.lock()) who->onDenied(call);
}

void ZygoteHost::onGone() {
  if (process_) process_->kill();
  alive_ = false;
  gone_ = true;
  unknown_.clear();
  const auto orphans = std::move(runners_);
  for (const auto& [id, runner] : orphans)
    if (const auto who = runner.observer.lock()) who->onZygoteGone();
  changed_.notify();
  ended_.notify();
}

bool ZygoteHost::serving() {
  pollfd state{control_.native_handle(), 0, 0};
  return alive_ && ::poll(&state, 1, 0) == 0;
}

std::shared_ptr<SpawnObserver> ZygoteHost::observer(std::uint64_t runner) {
  const auto found = runners_.find(runner);
  return found == runners_.end() ? nullptr : found->second.observer.lock();
}

Result<> ZygoteHost::order(const ipc::SpawnOrder& order, UniqueFd channel, std::weak_ptr<SpawnObserver> observer) {
  if (!alive_) return Error{"order a runner", EPIPE, "the zygote is gone"};
  ISOBOX_CHECK(sendMessage(control_.native_handle(), ipc::encodeControl(order), {channel.get()}));
  runners_.emplace(order.runner, Runner{std::move(observer)});
  ++ordered_;
  return {};
}

Task<> ZygoteHost::end() {
  const auto self = shared_from_this();
  if (process_) {
    process_->kill();
    co_await process_->ended();
  }
  boost::system::error_code ignored;
  control_.cancel(ignored);
  if (listener_) listener_->close();
  while (!gone_) co_await ended_.wait();
}

}  // namespace isobox::supervisor
