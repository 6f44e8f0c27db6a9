// The door: accepts clients on one Unix socket and looks at who they are. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_LISTENER_H
#define ISOBOX_SUPERVISOR_LISTENER_H

#include <memory>
#include <set>
#include <string>

#include "ipc/base/unique_fd.h"
#include "supervisor/client_connection.h"

namespace isobox::supervisor {

/// Binds and listens. A stale socket (nobody answers on it) is replaced; a live one, or another kind of file, is an error.
Result<UniqueFd> listenOn(const std::string& path, unsigned mode);

/// May this peer come in without a token? Its uid is root's, ours, or allowed by the policy, or one of its groups is.
bool isAllowed(int socket, const policy::ClientPolicy& policy);

/// Who it is: its user, and whether that is one who sees everything.
Peer peerOf(int socket);

class Listener {
 public:
  Listener(asio::io_context& io, Router& router, policy::ClientPolicy policy)
      : io_(io), router_(router), policy_(std::move(policy)), acceptor_(io), changed_(io.get_executor()) {}

  /// Accepts from a listening socket until stop().
  void listen(UniqueFd socket);

  /// Serves a connection that already exists (a private supervisor's only one); `onEnd` is called when it ends.
  void adopt(UniqueFd socket, std::function<void()> onEnd);

  void setPolicy(const policy::ClientPolicy& policy) { policy_ = policy; }
  /// Ends connections whose tokens are in the policy no longer.
  void endRevoked();

  /// No new clients. Those there are stay, and are told `overloaded` by who handles their requests.
  void stop();
  /// No new requests; waits until every answer is written, or the deadline; then closes what is left.
  Task<> drain(Clock::time_point deadline);

  std::size_t connections() const { return connections_.size(); }

 private:
  Task<> accept();
  void admit(StreamSocket socket);
  bool isFull(const Peer& peer) const;
  Task<> pauseForDescriptors();

  asio::io_context& io_;
  Router& router_;
  policy::ClientPolicy policy_;
  asio::local::stream_protocol::acceptor acceptor_;
  std::set<std::shared_ptr<ClientConnection>> connections_;
  AsyncEvent changed_;
  bool stopped_ = false;
};

}  // namespace isobox::supervisor

#endif
