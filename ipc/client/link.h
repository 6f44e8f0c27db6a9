// One connection to a supervisor: lines out, lines in. Runs in the user's process, in whatever thread calls: what is said to
// need the owner's lock may be called in any; one thread at a time reads, without it.
#ifndef ISOBOX_IPC_CLIENT_LINK_H
#define ISOBOX_IPC_CLIENT_LINK_H

#include <boost/asio/io_context.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ipc/base/unique_fd.h"
#include "ipc/client/busy_poll.h"
#include "ipc/client/socket_watch.h"

namespace isobox::detail {

/// The longest answer read: the largest value of any policy, escaped, with room for console and context.
inline constexpr std::size_t kMaxAnswerLine = std::size_t{1} << 30;

class Link {
 public:
  /// `socket` is connected; who waits for an answer asks for it so long before it sleeps. Throws std::system_error when there are no
  /// descriptors left.
  Link(boost::asio::io_context& io, UniqueFd socket, PollBudget::Duration busyPoll);

  // With the owner's lock.

  /// Sends a whole line, newline included, after those given before: at once as far as there is room.
  void send(std::string line);
  /// There is room for more.
  void flush();
  /// Ends the connection and whoever waits in read(). The descriptor stays until this is destroyed.
  void hangUp();
  bool open() const { return open_; }
  /// The box's thread is to hear of input, or only of the other side's end; of room, as long as it is needed.
  void watchInput(bool input) { watch_.want(input, !outbox_.empty()); }
  SocketWatch& watch() { return watch_; }

  // By the one thread that reads.

  /// False: no more lines.
  using TakeLine = std::function<bool(std::string_view line)>;
  /// For something to read: not at all, asking before it sleeps, or asleep.
  enum class Wait { No, Soon, Late };
  /// Reads once and hands on every line that is complete, without its newline. Returns why there will be no more, when that
  /// is so.
  std::optional<std::string> read(Wait wait, const TakeLine& take);

 private:
  ssize_t receive(Wait wait);
  void makeRoom();
  bool handOnLines(const TakeLine& take);

  UniqueFd socket_;
  SocketWatch watch_;
  std::deque<std::string> outbox_;
  std::size_t sent_ = 0;  // of the first in it, in bytes
  bool open_ = true;

  // The reader's: bytes that were read and belong to no complete line yet, and room behind them.
  std::unique_ptr<char[]> input_;
  std::size_t capacity_ = 0, size_ = 0;
  std::size_t scanned_ = 0;  // of size_, known to hold no newline
  PollBudget budget_;
};

}  // namespace isobox::detail

#endif
