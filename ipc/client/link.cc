// One connection to a supervisor. Runs in the user's process.
#include "ipc/client/link.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace isobox::detail {

namespace {

/// How much is read at once, at least; a longer line gets more room as it comes.
constexpr std::size_t kBlock = 64 * 1024;

/// The socket blocks: a reader waits in its one system call. Whoever writes says so each time.
UniqueFd blocking(UniqueFd socket) {
  ::fcntl(socket.get(), F_SETFL, ::fcntl(socket.get(), F_GETFL) & ~O_NONBLOCK);
  return socket;
}

}  // namespace

Link::Link(boost::asio::io_context& io, UniqueFd socket, PollBudget::Duration busyPoll)
    : socket_(blocking(std::move(socket))), watch_(io, socket_.get()), budget_(busyPoll) {}

void Link::send(std::string line) {
  if (!open_) return;
  outbox_.push_back(std::move(line));
  if (outbox_.size() == 1) flush();
}

void Link::flush() {
  while (open_ && !outbox_.empty()) {
    const std::string& line = outbox_.front();
    const ssize_t written = ::send(socket_.get(), line.data() + sent_, line.size() - sent_, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      // A refused write is no loss yet: what the other side said before it went is still to be read.
      if (errno != EAGAIN) outbox_.clear();
      break;
    }
    sent_ += static_cast<std::size_t>(written);
    if (sent_ < line.size()) continue;
    sent_ = 0;
    outbox_.pop_front();
  }
  if (!outbox_.empty()) watch_.want(watch_.wantsInput(), true);
}

void Link::hangUp() {
  if (!std::exchange(open_, false)) return;
  ::shutdown(socket_.get(), SHUT_RDWR);
  outbox_.clear();
  // Whoever waits for it on the box's thread hears of the end, if it has not yet.
  watch_.want(true, false);
}

std::optional<std::string> Link::read(Wait wait, const TakeLine& take) {
  makeRoom();
  const ssize_t count = receive(wait);
  if (count == 0) return "it hung up";
  if (count < 0) {
    if (errno == EINTR || errno == EAGAIN) return std::nullopt;
    return std::system_category().message(errno);
  }
  size_ += static_cast<std::size_t>(count);
  if (handOnLines(take) && size_ > kMaxAnswerLine) return "its answer is longer than 1 GiB";
  return std::nullopt;
}

ssize_t Link::receive(Wait wait) {
  void* const room = input_.get() + size_;
  const std::size_t size = capacity_ - size_;
  if (wait == Wait::Soon) return receiveSoon(budget_, socket_.get(), room, size);
  return ::recv(socket_.get(), room, size, wait == Wait::No ? MSG_DONTWAIT : 0);
}

/// For a line that is longer than the room so far, twice as much; after a long one the usual.
void Link::makeRoom() {
  const bool tooSmall = capacity_ - size_ < kBlock / 2, tooLarge = size_ == 0 && capacity_ > kBlock;
  if (!tooSmall && !tooLarge) return;
  const auto capacity = size_ == 0 ? kBlock : 2 * std::max(capacity_, kBlock);
  auto input = std::make_unique_for_overwrite<char[]>(capacity);
  if (size_ > 0) std::memcpy(input.get(), input_.get(), size_);
  input_ = std::move(input);
  capacity_ = capacity;
}

/// False when whoever takes them wants no more.
bool Link::handOnLines(const TakeLine& take) {
  std::string_view rest(input_.get(), size_);
  std::size_t from = scanned_;
  for (auto end = rest.find('\n', from); end != rest.npos; end = rest.find('\n', from)) {
    if (!take(rest.substr(0, end))) return false;
    rest.remove_prefix(end + 1);
    from = 0;
  }
  size_ = scanned_ = rest.size();
  if (size_ > 0 && rest.data() != input_.get()) std::memmove(input_.get(), rest.data(), size_);
  return true;
}

}  // namespace isobox::detail
