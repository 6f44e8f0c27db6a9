// One connection to a supervisor: lines out, lines in. Runs on the box's thread in the user's process.
#ifndef ISOBOX_IPC_CLIENT_LINK_H
#define ISOBOX_IPC_CLIENT_LINK_H

#include <array>
#include <boost/asio/local/stream_protocol.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace isobox::detail {

/// The longest answer read: the largest value of any policy, escaped, with room for console and context.
inline constexpr std::size_t kMaxAnswerLine = std::size_t{1} << 30;

class Link : public std::enable_shared_from_this<Link> {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;

  struct Events {
    std::function<void(std::string_view)> line;  // without its newline
    std::function<void(std::string)> lost;       // once, with the reason; never after close()
  };

  Link(Socket socket, Events events) : socket_(std::move(socket)), events_(std::move(events)) {}

  /// Begins to read.
  void start() { read(); }
  /// Sends a whole line, newline included, after those given before.
  void send(std::string line);
  /// Ends the connection. No event comes after this.
  void close();

 private:
  void read();
  void onBytes(std::size_t count);
  void write();
  void lose(const std::string& why);

  Socket socket_;
  Events events_;
  std::array<char, 64 * 1024> chunk_;
  std::string pending_;  // bytes of a line that has no newline yet
  std::deque<std::string> outbox_;
  bool closed_ = false;
};

}  // namespace isobox::detail

#endif
