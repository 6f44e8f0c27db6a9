// One client. Supervisor, on the event loop. Its bytes are untrusted; its lines are parsed in ipc/client_messages.
#include "supervisor/client_connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "supervisor/follower.h"
#include "supervisor/logging.h"
#include "supervisor/side_thread.h"

namespace isobox::supervisor {
namespace {

// How much is read at once: a little for short requests, more as a line turns out to be long.
constexpr std::size_t kSmallBlock = 16 * 1024, kLargeBlock = 1024 * 1024;

// Up to here a line's place grows as it comes.
constexpr std::size_t kLongLine = 8 * kLargeBlock;

/// Methods about requests that are in flight already.
bool aboutOthers(std::string_view method) {
  return method == "cancel" || method == "credit" || method == "stop" || method == "reply";
}

// Lines wait together up to this size, and so many of those are written in one call, at most.
constexpr std::size_t kPiece = 16 * 1024, kPiecesAtOnce = 16;

// The longest line of a client that has not authenticated yet.
constexpr std::size_t kStrangersLine = 16 * 1024;

std::string tooLong(std::size_t limit) { return "a line is longer than " + std::to_string(limit) + " bytes"; }

}  // namespace

ClientConnection::ClientConnection(StreamSocket socket, Router& router, policy::ClientPolicy policy, const Peer& peer)
    : socket_(std::move(socket)), router_(router), policy_(std::move(policy)), changed_(socket_.get_executor()),
      authenticateBy_(socket_.get_executor()),
      caller_{.tenant = peer.tenant,
              .inFlight = {},
              .streams = 0,
              .send = [this](std::string line) { answer(std::move(line)); },
              .unread = [this] { return unread_; },
              .uid = peer.uid,
              .isOperator = peer.isOperator,
              .admitted = peer.admitted,
              .failures = 0,
              .token = {},
              .follower = nullptr} {}

Task<> ClientConnection::serve() {
  const auto self = shared_from_this();
  if (!caller_.admitted) expectAuthentication();
  asio::co_spawn(
      socket_.get_executor(), [self]() -> Task<> { co_await self->awaitHangUp(); }, LogEscaped{"client end"});
  co_await readLines();
  reading_ = false;
  // The client may have shut its sending side only, as `socat` does at the end of its input: it still wants answers.
  if (!closed_ && !gone())
    while (!closed_ && !drained()) co_await changed_.wait();
  close();
}

Task<> ClientConnection::refuse(ipc::RpcError error) {
  const auto self = shared_from_this();
  const auto line = ipc::encodeErrorAnswer("null", error);
  boost::system::error_code ignored;
  // One small write into an empty socket buffer: it does not wait for the client.
  co_await asio::async_write(socket_, asio::buffer(line), quietly(ignored));
  close();
}

void ClientConnection::finish() {
  reading_ = false;
  boost::system::error_code ignored;
  socket_.shutdown(StreamSocket::shutdown_receive, ignored);
}

void ClientConnection::close() {
  if (closed_) return;
  closed_ = true;
  reading_ = false;
  const auto all = caller_.inFlight;
  for (const auto& [id, cancellation] : all) cancellation->cancel();
  boost::system::error_code ignored;
  socket_.close(ignored);
  authenticateBy_.cancel();
  changed_.notify();
}

/// Whoever does not say who it is holds a place that others wait for.
void ClientConnection::expectAuthentication() {
  authenticateBy_.expires_after(policy_.authenticateWithin);
  authenticateBy_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (error || !self || self->caller_.admitted) return;
    self->answer(ipc::encodeErrorAnswer("null", {ipc::RpcCode::NotAllowed, "this client has not authenticated in time"}));
    self->finish();
  });
}

bool ClientConnection::revoked() const {
  return caller_.token && !router_.authenticator().stillKnown(*caller_.token, caller_.tenant);
}

/// A token fits into little, and nothing else is taken from strangers.
std::size_t ClientConnection::longestLine() const {
  return caller_.admitted ? policy_.line.count : std::min<std::size_t>(policy_.line.count, kStrangersLine);
}

/// True when the other side is closed altogether, not just its sending half.
bool ClientConnection::gone() const {
  pollfd state{const_cast<StreamSocket&>(socket_).native_handle(), 0, 0};
  return ::poll(&state, 1, 0) < 0 || (state.revents & (POLLHUP | POLLERR | POLLNVAL));
}

Task<> ClientConnection::awaitHangUp() {
  boost::system::error_code error;
  while (!closed_) {
    co_await socket_.async_wait(StreamSocket::wait_error, quietly(error));
    if (error || gone()) close();
  }
}

Task<> ClientConnection::readLines() {
  while (reading_) {
    // A client that does not take its answers gets no new ones, and no more is held for it than one longest line.
    while (!closed_ && (unread_ > policy_.unread.count || held_ > policy_.line.count)) co_await changed_.wait();
    if (closed_) co_return;
    // Not in the condition: GCC 12 miscompiles co_await behind || and &&.
    const bool more = co_await readMore();
    if (!more) co_return;
    std::size_t begin = 0;
    while (const auto line = nextLine(begin)) {
      if (line->size() > kBulk) co_await takeBulk(*line);
      else take(ipc::parseRequest(*line), line->size());
    }
    input_.erase(0, begin);
    if (input_.empty()) input_.shrink_to_fit();
    scanned_ = input_.size();
  }
}

/// One read; a line that was begun must be finished in time. False at the end.
Task<bool> ClientConnection::readMore() {
  const std::size_t before = input_.size();
  asio::steady_timer deadline(socket_.get_executor());
  if (before > 0) {
    deadline.expires_at(lineSince_ + policy_.firstByteToNewline);
    deadline.async_wait([weak = weak_from_this()](boost::system::error_code error) {
      const auto self = weak.lock();
      if (error || !self) return;
      self->answer(ipc::encodeErrorAnswer("null", {ipc::RpcCode::InvalidRequest, "a line was begun and not finished in time"}));
      self->finish();
    });
  }
  boost::system::error_code error;
  // Wait without a buffer: thousands of silent connections cost next to nothing.
  co_await socket_.async_wait(StreamSocket::wait_read, quietly(error));
  if (error || !reading_) co_return false;
  const bool more = takeBlock();
  readAt_ = Clock::now();
  if (before == 0) lineSince_ = readAt_;
  co_return more && reading_;
}

/// For a long line at once as much as there may be, in addresses: to grow step by step copies what is there again and again.
void ClientConnection::makeRoom(std::size_t size) {
  if (size > kLongLine && size > input_.capacity()) input_.reserve(longestLine() + kLargeBlock);
  input_.resize(size);
}

/// What has arrived, up to a block. False at the end.
bool ClientConnection::takeBlock() {
  const std::size_t before = input_.size(), block = std::clamp(before, kSmallBlock, kLargeBlock);
  // Most requests are short, and their block is not worth an allocation.
  char small[kSmallBlock];
  if (block > kSmallBlock) makeRoom(before + block);
  const ssize_t length = ::recv(socket_.native_handle(), block > kSmallBlock ? input_.data() + before : small, block, MSG_DONTWAIT);
  const bool nothingYet = length < 0 && (errno == EAGAIN || errno == EINTR);
  const auto size = static_cast<std::size_t>(std::max<ssize_t>(length, 0));
  if (block > kSmallBlock) input_.resize(before + size);
  else input_.append(small, size);
  return length > 0 || nothingYet;
}

/// The line at `begin`, which moves behind it; nothing when none is complete, or when there is to be none.
std::optional<std::string_view> ClientConnection::nextLine(std::size_t& begin) {
  while (reading_) {
    const auto end = input_.find('\n', std::max(begin, scanned_));
    auto line = std::string_view(input_).substr(begin, (end == std::string::npos ? input_.size() : end) - begin);
    if (line.size() > longestLine()) {
      answer(ipc::encodeErrorAnswer("null", {ipc::RpcCode::InvalidRequest, tooLong(longestLine())}));
      reading_ = false;
    }
    if (!reading_ || end == std::string::npos) break;
    begin = end + 1;
    lineSince_ = Clock::now();
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) return line;
  }
  return std::nullopt;
}

/// Nobody else reads meanwhile, so the line stays where it is.
Task<> ClientConnection::takeBulk(std::string_view line) {
  ++running_;
  auto work = [line] {
    auto parsed = ipc::parseRequest(line);
    if (auto* request = std::get_if<ipc::Request>(&parsed)) Router::prepareBulk(*request);
    return parsed;
  };
  auto parsed = co_await BulkWork::run(socket_.get_executor(), std::move(work));
  --running_;
  // What lies behind it is not late because others' lines were before it.
  lineSince_ = Clock::now();
  take(std::move(parsed), line.size());
}

/// What a line of so many bytes was parsed to.
void ClientConnection::take(std::variant<ipc::Request, ipc::RejectedLine> parsed, std::size_t size) {
  if (closed_) return;
  if (auto* rejected = std::get_if<ipc::RejectedLine>(&parsed)) return answer(ipc::encodeErrorAnswer(rejected->id, rejected->error));
  auto& request = std::get<ipc::Request>(parsed);
  request.received = readAt_;
  request.size = size;
  if (request.method == "authenticate") return authenticate(request);
  // Cancelling must work above all when there is too much to cancel, and what runs must get its answers.
  if (running_ >= policy_.inFlight && !aboutOthers(request.method)) {
    if (request.id) answer(ipc::encodeErrorAnswer(*request.id, {ipc::RpcCode::Overloaded, "too many requests of this connection are in flight"}));
    return;
  }
  ++running_;
  held_ += size;
  asio::co_spawn(
      socket_.get_executor(),
      [self = shared_from_this(), request = std::move(request), size]() mutable -> Task<> {
        co_await self->handle(std::move(request));
        self->held_ -= size;
        --self->running_;
        self->changed_.notify();
      },
      LogEscaped{"request"});
}

/// At once, not side by side with others: whose request the next line is depends on it.
void ClientConnection::authenticate(const ipc::Request& request) {
  if (auto line = router_.authenticate(request, caller_, running_ == 0); !line.empty()) answer(std::move(line));
  if (caller_.failures >= Authenticator::kMostFailures) finish();
}

Task<> ClientConnection::handle(ipc::Request request) {
  // What was already taken from a client that does not read must not pile up answers either.
  while (!closed_ && unread_ > policy_.unread.count) co_await changed_.wait();
  if (closed_) co_return;
  auto line = co_await router_.handle(std::move(request), caller_);
  if (!line.empty()) answer(std::move(line));
}

void ClientConnection::answer(std::string line) {
  if (closed_) return;
  // Mostly there is room, and nobody need be woken. Streams and followers are told of what was read by whoever writes.
  if (output_.empty() && caller_.streams == 0 && !caller_.follower) {
    const ssize_t written = ::send(socket_.native_handle(), line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (written == static_cast<ssize_t>(line.size())) return;
    sent_ = static_cast<std::size_t>(std::max<ssize_t>(written, 0));
  }
  unread_ += line.size();
  if (output_.size() > beingWritten_ && output_.back().size() + line.size() <= kPiece) output_.back() += line;
  else output_.push_back(std::move(line));
  if (std::exchange(writing_, true)) return;
  asio::co_spawn(
      socket_.get_executor(), [self = shared_from_this()]() -> Task<> { co_await self->writeAnswers(); }, LogEscaped{"client answers"});
}

/// As much as fits, in one call: streams have thousands of short lines.
Task<std::size_t> ClientConnection::writeSome() {
  std::vector<asio::const_buffer> lines;
  for (const auto& piece : output_) {
    if (lines.size() == kPiecesAtOnce) break;
    lines.push_back(asio::buffer(piece));
  }
  lines.front() += sent_;
  beingWritten_ = lines.size();
  asio::steady_timer stalled(socket_.get_executor(), policy_.stalled);
  stalled.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (error || !self) return;
    log::warn("a client that does not read its answers was cut off");
    self->close();
  });
  boost::system::error_code error;
  const std::size_t written = co_await socket_.async_write_some(lines, quietly(error));
  beingWritten_ = 0;
  if (error) close();
  co_return written;
}

void ClientConnection::dropWritten(std::size_t written) {
  sent_ += written;
  while (!output_.empty() && sent_ >= output_.front().size()) {
    sent_ -= output_.front().size();
    unread_ -= output_.front().size();
    output_.pop_front();
  }
}

/// Writes answers in the order they came up. A client that takes nothing for too long is cut off.
Task<> ClientConnection::writeAnswers() {
  while (!closed_ && !output_.empty()) {
    const std::size_t written = co_await writeSome();
    if (closed_) co_return;
    dropWritten(written);
    changed_.notify();
    if (caller_.follower) caller_.follower->readerMoved();
    // Streams that waited for this client go on.
    if (caller_.streams == 0) continue;
    const auto all = caller_.inFlight;
    for (const auto& [id, conversation] : all) conversation->pump();
  }
  writing_ = false;
}

}  // namespace isobox::supervisor
