// Starting and ending a supervisor of one's own. Runs on the box's thread in the user's process.
#include "ipc/client/private_supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "ipc/base/channel.h"

namespace isobox::detail {

namespace asio = boost::asio;

/// Reads a supervisor's stderr for as long as it lives, so that it never blocks on a full pipe, and keeps the
/// end.
class StderrTail : public std::enable_shared_from_this<StderrTail> {
 public:
  StderrTail(asio::io_context& io, UniqueFd pipe) : pipe_(io, pipe.release()) {}

  /// Waits without reading: bytes that an operation has read already, but not delivered yet, would be missed by drain().
  void start() {
    pipe_.non_blocking(true);
    pipe_.async_wait(asio::posix::stream_descriptor::wait_read,
                     [self = shared_from_this()](const boost::system::error_code& error) {
                       if (!error && self->readOnce() != Read::End) self->start();
                     });
  }

  /// What is in the pipe now. Not to the end of file: a stray child may hold the other end.
  void drain() {
    while (readOnce() == Read::Some) {
    }
  }

  const std::string& text() const { return text_; }

 private:
  void keep(std::size_t count) {
    text_.append(chunk_.data(), count);
    if (text_.size() > kKeptStderr) text_.erase(0, text_.size() - kKeptStderr);
  }

  enum class Read { Some, Nothing, End };

  Read readOnce() {
    const auto count = ::read(pipe_.native_handle(), chunk_.data(), chunk_.size());
    if (count < 0) return errno == EAGAIN || errno == EINTR ? Read::Nothing : Read::End;
    keep(static_cast<std::size_t>(count));
    return count > 0 ? Read::Some : Read::End;
  }

  asio::posix::stream_descriptor pipe_;
  std::array<char, 4096> chunk_;
  std::string text_;
};

namespace {

/// posix_spawn's two sets of orders, destroyed with their owner.
struct SpawnOrders {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  SpawnOrders() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnOrders() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnOrders(const SpawnOrders&) = delete;
  SpawnOrders& operator=(const SpawnOrders&) = delete;
};

struct ChildFds {
  UniqueFd errors, socket, policy;
};

/// The same file at a number that no number of the child's layout can clash with.
Result<UniqueFd> moveAway(const UniqueFd& fd) {
  UniqueFd moved(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 16));
  if (!moved.valid()) return errnoError("start the supervisor", "no descriptor left");
  return moved;
}

void layOutDescriptors(SpawnOrders& orders, const ChildFds& fds) {
  posix_spawn_file_actions_addopen(&orders.files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&orders.files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&orders.files, fds.errors.get(), 2);
  posix_spawn_file_actions_adddup2(&orders.files, fds.socket.get(), kPrivateFd);
  posix_spawn_file_actions_adddup2(&orders.files, fds.policy.get(), kPolicyFd);
  // Whatever the user's process left open without close-on-exec is no business of the supervisor's.
  posix_spawn_file_actions_addclosefrom_np(&orders.files, kPolicyFd + 1);
}

void detachFromTerminal(SpawnOrders& orders) {
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&orders.attributes, &none);
  posix_spawnattr_setsigdefault(&orders.attributes, &all);
  // A session of its own: Ctrl-C is for the user's process, which then tells the supervisor what it wants.
  posix_spawnattr_setflags(&orders.attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
}

Result<pid_t> spawn(const std::string& program, const ChildFds& fds) {
  SpawnOrders orders;
  layOutDescriptors(orders, fds);
  detachFromTerminal(orders);
  std::array<std::string, 5> words{program, "--private-fd", std::to_string(kPrivateFd), "--policy",
                                   "/dev/fd/" + std::to_string(kPolicyFd)};
  std::array<char*, words.size() + 1> argv{};
  for (std::size_t i = 0; i < words.size(); ++i) argv[i] = words[i].data();
  pid_t pid = -1;
  const int code =
      ::posix_spawn(&pid, program.c_str(), &orders.files, &orders.attributes, argv.data(), environ);
  if (code != 0) return Error("start the supervisor", code, program);
  return pid;
}

std::string describeStatus(const siginfo_t& info) {
  if (info.si_code == CLD_EXITED) return "exit status " + std::to_string(info.si_status);
  const char* name = sigdescr_np(info.si_status);
  return "signal " + std::to_string(info.si_status) + (name == nullptr ? "" : " (" + std::string(name) + ")");
}

/// Ends a child that nobody can watch.
Error abandon(pid_t pid) {
  auto error = errnoError("start the supervisor", "pidfd_open");
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  return error;
}

/// Until the process has ended or `patience` is over.
void awaitEnd(int process, Milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto left = std::chrono::ceil<Milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd ended{process, POLLIN, 0};
    if (::poll(&ended, 1, std::max(0, static_cast<int>(left.count()))) >= 0 || errno != EINTR) return;
  }
}

}  // namespace

Result<PrivateSupervisor> PrivateSupervisor::start(asio::io_context& io, const std::string& program,
                                                   const std::string& policy) {
  ISOBOX_TRY(auto pair, makeSocketPair(SOCK_STREAM));
  ISOBOX_TRY(auto memory, makeSealedMemory("isobox-policy", policy));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return errnoError("start the supervisor", "pipe for its stderr");
  UniqueFd reading(ends[0]);
  UniqueFd writing(ends[1]);
  ChildFds fds;
  ISOBOX_TRY(fds.errors, moveAway(writing));
  ISOBOX_TRY(fds.socket, moveAway(pair.second));
  ISOBOX_TRY(fds.policy, moveAway(memory));
  ::fcntl(reading.get(), F_SETFL, O_NONBLOCK);

  PrivateSupervisor child;
  ISOBOX_TRY(child.pid_, spawn(program, fds));
  child.process_.reset(static_cast<int>(::syscall(SYS_pidfd_open, child.pid_, 0)));
  if (!child.process_.valid()) return abandon(child.pid_);
  child.socket_ = std::move(pair.first);
  child.stderr_ = std::make_shared<StderrTail>(io, std::move(reading));
  child.stderr_->start();
  return child;
}

PrivateSupervisor::~PrivateSupervisor() {
  if (process_.valid()) end(Milliseconds(0));
}

std::string PrivateSupervisor::end(Milliseconds patience) {
  socket_.reset();
  awaitEnd(process_.get(), patience);
  siginfo_t info{};
  if (::waitid(P_PIDFD, static_cast<id_t>(process_.get()), &info, WEXITED | WNOHANG) == 0 &&
      info.si_pid == 0) {
    ::syscall(SYS_pidfd_send_signal, process_.get(), SIGKILL, nullptr, 0);
    while (::waitid(P_PIDFD, static_cast<id_t>(process_.get()), &info, WEXITED) != 0 && errno == EINTR) {
    }
  }
  process_.reset();
  stderr_->drain();
  // Somebody else's waitpid(-1) may have reaped it; then nothing is known.
  return info.si_pid == 0 ? "unknown" : describeStatus(info);
}

std::string PrivateSupervisor::lastWords() const {
  std::string text = stderr_->text();
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

}  // namespace isobox::detail
