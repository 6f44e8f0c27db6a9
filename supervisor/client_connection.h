// One client: its lines in, its answers out, both bounded. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_CLIENT_CONNECTION_H
#define ISOBOX_SUPERVISOR_CLIENT_CONNECTION_H

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "policy/policy.h"
#include "supervisor/async_event.h"
#include "supervisor/router.h"

namespace isobox::supervisor {

/// Who is at the other end, as the kernel says.
struct Peer {
  std::string tenant;  // its user's
  std::uint32_t uid = 0;
  bool isOperator = false;
  bool admitted = true;  // false: may only authenticate
};

class ClientConnection : public std::enable_shared_from_this<ClientConnection> {
 public:
  ClientConnection(StreamSocket socket, Router& router, policy::ClientPolicy policy, const Peer& peer);

  /// Serves until the client goes, misbehaves, or `close()`. What it asked for is cancelled then.
  Task<> serve();

  /// Answers one error and ends. For clients that are not let in.
  Task<> refuse(ipc::RpcError error);

  /// Reads no more; what is in flight is answered, then the connection ends.
  void finish();
  void close();
  int descriptor() { return socket_.native_handle(); }
  bool drained() const { return running_ == 0 && unread_ == 0; }
  bool admitted() const { return caller_.admitted; }
  /// Whether what it was let in for no longer holds: its token was taken out of the policy.
  bool revoked() const;

 private:
  Task<> readLines();
  Task<bool> readMore();
  bool takeBlock();
  void makeRoom(std::size_t size);
  std::optional<std::string_view> nextLine(std::size_t& begin);
  Task<> takeBulk(std::string_view line);
  void take(std::variant<ipc::Request, ipc::RejectedLine> parsed, std::size_t size);
  void authenticate(const ipc::Request& request);
  void expectAuthentication();
  std::size_t longestLine() const;
  Task<> handle(ipc::Request request);
  Task<> writeAnswers();
  Task<std::size_t> writeSome();
  void dropWritten(std::size_t written);
  Task<> awaitHangUp();
  void answer(std::string line);
  bool gone() const;

  StreamSocket socket_;
  Router& router_;
  policy::ClientPolicy policy_;
  AsyncEvent changed_;
  asio::steady_timer authenticateBy_;
  std::string input_;            // the bytes of lines that are not complete
  std::size_t scanned_ = 0;      // of input_, known to hold no newline
  Clock::time_point lineSince_{};
  Clock::time_point readAt_{};   // of the latest bytes
  std::deque<std::string> output_;  // lines, short ones several to a string
  std::size_t beingWritten_ = 0;    // of its strings: they stay where they are
  std::size_t sent_ = 0;         // of the first of them, in bytes
  std::size_t unread_ = 0;       // bytes in output_
  bool writing_ = false;         // a coroutine writes them
  Caller caller_;
  std::uint32_t running_ = 0;    // requests in flight
  std::size_t held_ = 0;         // bytes of their lines
  bool reading_ = true;
  bool closed_ = false;
};

}  // namespace isobox::supervisor

#endif
