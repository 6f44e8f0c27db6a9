// The connection: made, and found to be over. Runs in the user's process; what takes long on the box's thread.
#include <sys/socket.h>
#include <sys/un.h>

#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "ipc/client/core.h"
#include "ipc/client/policy_text.h"
#include "ipc/client_messages.h"

namespace isobox::detail {

namespace asio = boost::asio;

namespace {

/// For a supervisor that hung up by itself to be gone.
constexpr Milliseconds kLossPatience{1'000};
/// For room in a running supervisor's backlog.
constexpr std::chrono::milliseconds kBacklogPatience{5'000};
constexpr std::chrono::milliseconds kBacklogPause{5};

/// A connected socket. EAGAIN: the listener's backlog is full.
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

void Core::connect() {
  if (options_.socket.empty()) return connectToPrivate();
  connectToSocket(std::chrono::steady_clock::now() + kBacklogPatience);
}

void Core::connectToSocket(std::chrono::steady_clock::time_point deadline) {
  auto fd = dial(options_.socket);
  if (fd) return attach(std::move(*fd));
  if (fd.error().code != EAGAIN || std::chrono::steady_clock::now() >= deadline)
    return failConnecting(fd.error().describe() + "; is isobox-supervisor running?");
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
  if (!started) return failConnecting(started.error().describe());
  child_.emplace(std::move(*started));
  attach(child_->takeSocket());
}

void Core::failConnecting(const std::string& why) {
  const Lock lock(mutex_);
  connecting_ = false;
  fail(takeCalls(), Verdict::InternalError, why);
}

void Core::attach(UniqueFd socket) {
  std::shared_ptr<Link> link;
  try {
    link = std::make_shared<Link>(io_, std::move(socket), options_.waiting.busyPoll);
  } catch (const std::system_error& error) {
    child_.reset();
    return failConnecting(std::string("connect to the supervisor: ") + error.what());
  }
  answered_ = false;
  {
    const Lock lock(mutex_);
    connecting_ = false;
    if (closed_) return;
    link_ = link;
    if (options_.connection.token.empty()) sendUnsent();
    else authenticate();
    passTurn();
  }
  watch(std::move(link));
}

/// Before anything else: without its answer a program could run as somebody else's.
void Core::authenticate() {
  authenticating_ = true;
  const auto id = reserveId();
  calls_.emplace(id, Call{[this, link = link_](Reply reply) {
                            if (link != link_) return;
                            authenticating_ = false;
                            if (reply.verdict == Verdict::Ok) return sendUnsent();
                            endConnection(*link, {.verdict = reply.verdict, .why = std::move(reply.message)});
                          },
                          {}});
  ++loose_;
  link_->send(ipc::encodeRequest(id, "authenticate", {{"token", options_.connection.token}}));
}

/// Once for each. Calls that begin from now on wait for the next one.
void Core::endConnection(const Link& link, Ending ending) {
  if (&link != link_.get() || !link.open()) return;
  link_->hangUp();
  link_.reset();
  authenticating_ = false;
  connecting_ = true;
  auto calls = takeCalls();
  asio::post(io_, [this, calls = std::move(calls), ending = std::move(ending)]() mutable {
    afterConnection(std::move(calls), std::move(ending));
  });
}

void Core::afterConnection(Calls calls, Ending ending) {
  if (ending.lost) ending.why = explainLoss(ending.why);
  child_.reset();
  const Lock lock(mutex_);
  fail(std::move(calls), ending.verdict, ending.why);
  connecting_ = !unsent_.empty();
  if (connecting_) asio::post(io_, [this] { connect(); });
}

std::string Core::explainLoss(const std::string& why) {
  if (!child_) return "lost the connection to the supervisor at " + options_.socket + ": " + why;
  const std::string how = child_->end(kLossPatience);
  const std::string words = child_->lastWords();
  const std::string said = words.empty() ? "it said nothing on stderr" : "its last words:\n" + words;
  if (answered_) return "lost the connection to the private supervisor: " + how + "; " + said;
  return "the private supervisor did not start: " + how + "; " + said;
}

}  // namespace isobox::detail
