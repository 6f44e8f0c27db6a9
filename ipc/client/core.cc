// The box's thread, its connection and the calls under way. Runs in the user's process.
#include "ipc/client/core.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <boost/asio/post.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "ipc/client/policy_text.h"
#include "ipc/client/replies.h"
#include "ipc/client/security_events.h"
#include "ipc/client_messages.h"

namespace isobox::detail {

namespace asio = boost::asio;

namespace {

/// For a private supervisor to end after its client hung up; then it is killed.
constexpr Milliseconds kEndPatience{5'000};
/// For a supervisor that hung up by itself to be gone.
constexpr Milliseconds kLossPatience{1'000};
/// For room in a running supervisor's backlog.
constexpr std::chrono::milliseconds kBacklogPatience{5'000};
constexpr std::chrono::milliseconds kBacklogPause{5};

/// A thread that takes no signal of the user's process.
std::thread startQuietly(asio::io_context& io) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread([&io] { io.run(); });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

/// A connected, non-blocking socket. EAGAIN: the listener's backlog is full.
Result<UniqueFd> dial(const std::string& path) {
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd.valid()) return errnoError("connect to the supervisor");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());  // the box's constructor checked the length
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return errnoError("connect to the supervisor at " + path);
  return fd;
}

}  // namespace

Core::Core(IsoBoxOptions options)
    : options_(std::move(options)), work_(asio::make_work_guard(io_)), thread_(startQuietly(io_)) {}

Core::~Core() {
  shutdown();
}

void Core::begin(std::uint64_t id, std::string_view method, const boost::json::object& params, ReplySink sink,
                 NoticeSink notices) {
  auto line = ipc::encodeRequest(id, method, params);
  std::lock_guard lock(closing_);
  if (closed_) throw std::logic_error("this IsoBox was shut down");
  asio::post(io_, [this, id, line = std::move(line), call = Call{std::move(sink), std::move(notices)}]() mutable {
    take(id, std::move(line), std::move(call));
  });
}

void Core::tell(std::uint64_t id, std::string_view method, boost::json::object params) {
  params["id"] = id;
  auto line = ipc::encodeRequest(std::nullopt, method, params);
  std::lock_guard lock(closing_);
  if (closed_) return;
  asio::post(io_, [this, id, line = std::move(line)]() mutable {
    if (calls_.contains(id)) transmit(std::move(line));
  });
}

void Core::cancel(std::uint64_t id) {
  std::lock_guard lock(closing_);
  if (closed_) return;
  asio::post(io_, [this, id] {
    if (calls_.contains(id)) transmit(ipc::encodeRequest(std::nullopt, "cancel", {{"id", id}}));
  });
}

void Core::shutdown() {
  {
    std::lock_guard lock(closing_);
    if (std::exchange(closed_, true)) return;
    asio::post(io_, [this] {
      if (link_) link_->close();
      link_.reset();
      failAll(Verdict::Cancelled, "the box was shut down");
      io_.stop();
    });
  }
  thread_.join();
  if (child_) child_->end(kEndPatience);
}

void Core::record(const ExecutionResult& result, const std::string& filename) {
  // What never ran has nothing to measure.
  if (result.verdict == Verdict::InvalidRequest || result.verdict == Verdict::Overloaded) return;
  ExecutionMetrics metrics;
  metrics.duration = result.duration;
  metrics.memory = result.memory;
  metrics.cpuUsage = result.duration.count() > 0 ? result.cpu / result.duration : 0;
  metrics.errorCount = result.ok() ? 0 : 1;
  metrics.timestamp = std::chrono::system_clock::now();
  metrics.context = {{"filename", filename}, {"verdict", verdictName(result.verdict)}};
  const bool heard = events_.listenerCount("metrics:recorded") > 0;
  auto shown = heard ? toJson(metrics) : boost::json::object();
  metrics_.record(std::move(metrics));
  if (heard) events_.emit("metrics:recorded", std::move(shown));
  for (auto& violation : describeViolations(result, filename)) events_.emit("security:violation", std::move(violation));
}

void Core::take(std::uint64_t id, std::string line, Call call) {
  calls_.emplace(id, std::move(call));
  transmit(std::move(line));
}

void Core::transmit(std::string line) {
  if (link_ && !authenticating_) return link_->send(std::move(line));
  unsent_.push_back(std::move(line));
  if (!connecting_ && !authenticating_) connect();
}

void Core::connect() {
  connecting_ = true;
  if (options_.socket.empty()) return connectToPrivate();
  connectToSocket(std::chrono::steady_clock::now() + kBacklogPatience);
}

void Core::connectToSocket(std::chrono::steady_clock::time_point deadline) {
  auto fd = dial(options_.socket);
  if (fd) return attach(Link::Socket(io_, asio::local::stream_protocol(), fd->release()));
  if (fd.error().code != EAGAIN || std::chrono::steady_clock::now() >= deadline) {
    connecting_ = false;
    return failAll(Verdict::InternalError, fd.error().describe() + "; is isobox-supervisor running?");
  }
  retry_.expires_after(kBacklogPause);
  retry_.async_wait([this, deadline](const boost::system::error_code& error) {
    if (!error) connectToSocket(deadline);
  });
}

void Core::connectToPrivate() {
  auto started = [this]() -> Result<PrivateSupervisor> {
    ISOBOX_TRY(const auto program, findSupervisor(options_.supervisorPath));
    return PrivateSupervisor::start(io_, program, policyText(options_));
  }();
  if (!started) {
    connecting_ = false;
    return failAll(Verdict::InternalError, started.error().describe());
  }
  child_.emplace(std::move(*started));
  attach(Link::Socket(io_, asio::local::stream_protocol(), child_->takeSocket().release()));
}

void Core::attach(Link::Socket socket) {
  connecting_ = false;
  answered_ = false;
  link_ = std::make_shared<Link>(std::move(socket),
                                 Link::Events{.line = [this](std::string_view line) { onLine(line); },
                                              .lost = [this](const std::string& why) { onLost(why); }});
  link_->start();
  if (options_.connection.token.empty()) return sendUnsent();
  authenticate();
}

void Core::sendUnsent() {
  for (std::string& line : std::exchange(unsent_, {})) link_->send(std::move(line));
}

/// Before anything else: without its answer a program could run as somebody else's.
void Core::authenticate() {
  authenticating_ = true;
  const auto id = reserveId();
  calls_.emplace(id, Call{[this](Reply reply) {
                            authenticating_ = false;
                            if (reply.verdict == Verdict::Ok) return sendUnsent();
                            dropConnection();
                            failAll(reply.verdict, reply.message);
                          },
                          {}});
  link_->send(ipc::encodeRequest(id, "authenticate", {{"token", options_.connection.token}}));
}

void Core::onLine(std::string_view line) {
  if (auto notice = ipc::parseNotice(line)) {
    answered_ = true;
    const auto call = calls_.find(notice->id);
    if (call != calls_.end() && call->second.notices) call->second.notices(std::move(*notice));
    return;
  }
  auto answer = ipc::parseAnswer(line);
  if (!answer) return onWordless(line);
  answered_ = true;
  // An unknown id: a run that failed with an earlier connection cannot come here, so the supervisor is wrong;
  // but nobody waits for it, and nobody is harmed.
  auto call = calls_.extract(answer->id);
  if (call) std::move(call.mapped().sink)(toReply(std::move(*answer)));
}

void Core::onWordless(std::string_view line) {
  // An error without an id is about the connection: too many of them, or a line of ours that was refused.
  if (auto refusal = parseRefusal(line)) {
    dropConnection();
    return failAll(refusal->verdict, refusal->message);
  }
  dropConnection();
  failAll(Verdict::InternalError, "the supervisor sent a line that is no answer: " + excerpt(line));
}

void Core::onLost(const std::string& why) {
  authenticating_ = false;
  link_.reset();
  failAll(Verdict::InternalError, explainLoss(why));
}

std::string Core::explainLoss(const std::string& why) {
  if (!child_) return "lost the connection to the supervisor at " + options_.socket + ": " + why;
  const std::string how = child_->end(kLossPatience);
  const std::string words = child_->lastWords();
  child_.reset();
  const std::string said = words.empty() ? "it said nothing on stderr" : "its last words:\n" + words;
  if (answered_) return "lost the connection to the private supervisor: " + how + "; " + said;
  return "the private supervisor did not start: " + how + "; " + said;
}

void Core::dropConnection() {
  authenticating_ = false;
  if (link_) link_->close();
  link_.reset();
  child_.reset();
}

void Core::failAll(Verdict verdict, const std::string& why) {
  unsent_.clear();
  for (auto& [id, call] : std::exchange(calls_, {}))
    std::move(call.sink)(Reply{.verdict = verdict, .message = why});
}

}  // namespace isobox::detail
