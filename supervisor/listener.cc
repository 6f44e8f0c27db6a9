// The door. Supervisor, on the event loop.
#include "supervisor/listener.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <vector>

#include "supervisor/logging.h"

namespace isobox::supervisor {
namespace {

Result<sockaddr_un> addressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path)
    return Error{"listen on " + path, ENAMETOOLONG, "a socket's path has 1 to 107 bytes"};
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

/// A socket file on which connecting is refused belongs to nobody any more.
Result<> removeStale(const std::string& path, const sockaddr_un& address) {
  struct stat info;
  if (::lstat(path.c_str(), &info) != 0) return errno == ENOENT ? Result<>() : errnoError("look at " + path);
  if (!S_ISSOCK(info.st_mode)) return Error{"listen on " + path, EEXIST, "it is there and not a socket"};
  UniqueFd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
    return Error{"listen on " + path, EADDRINUSE, "another supervisor serves it"};
  if (errno != ECONNREFUSED) return errnoError("probe " + path);
  if (::unlink(path.c_str()) != 0) return errnoError("remove the stale " + path);
  return {};
}

std::vector<gid_t> groupsOf(int socket, gid_t primary) {
  std::vector<gid_t> groups(65536);
  socklen_t size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) != 0) size = 0;
  groups.resize(size / sizeof(gid_t));
  groups.push_back(primary);
  return groups;
}

// Kept back from clients, so that runners can be started whatever they do: each takes a channel, a pidfd, a listener, and for
// moments a few more.
constexpr rlim_t kReservedDescriptors = 128;

/// The kernel gives the lowest free number, so a high one says that few are left.
int lastClientDescriptor() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t reserved = std::min(kReservedDescriptors, limit.rlim_cur / 2);
  return static_cast<int>(std::min<rlim_t>(limit.rlim_cur - reserved, std::numeric_limits<int>::max()));
}

template <class Id>
bool listed(const std::vector<std::uint32_t>& ids, Id id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

Result<UniqueFd> listenOn(const std::string& path, unsigned mode) {
  ISOBOX_TRY(const auto address, addressOf(path));
  ISOBOX_CHECK(removeStale(path, address));
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.valid()) return errnoError("create a socket");
  // Nobody can connect before the mode is set: binding makes the file with no rights at all.
  const mode_t before = ::umask(0777);
  const int bound = ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::umask(before);
  if (bound != 0) return errnoError("bind " + path);
  // In this order: whoever may open the file finds somebody who listens.
  if (::listen(socket.get(), 1024) != 0) return errnoError("listen on " + path);
  if (::chmod(path.c_str(), mode) != 0) return errnoError("set the mode of " + path);
  return socket;
}

bool isAllowed(int socket, const policy::ClientPolicy& policy) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  if (policy.anyUser || peer.uid == 0 || peer.uid == ::geteuid() || listed(policy.uids, peer.uid)) return true;
  if (policy.gids.empty()) return false;
  const auto groups = groupsOf(socket, peer.gid);
  return std::any_of(groups.begin(), groups.end(), [&](gid_t gid) { return listed(policy.gids, gid); });
}

Peer peerOf(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
    return {.tenant = "nobody", .uid = static_cast<uid_t>(-1), .isOperator = false, .admitted = true};
  return {.tenant = "uid:" + std::to_string(peer.uid),
          .uid = peer.uid,
          .isOperator = peer.uid == 0 || peer.uid == ::geteuid(),
          .admitted = true};
}

void Listener::listen(UniqueFd socket) {
  acceptor_.assign(asio::local::stream_protocol(), socket.release());
  asio::co_spawn(io_, accept(), LogEscaped{"listener"});
}

Task<> Listener::accept() {
  while (!stopped_) {
    StreamSocket socket(io_);
    boost::system::error_code error;
    co_await acceptor_.async_accept(socket, quietly(error));
    if (stopped_) co_return;
    if (!error) {
      admit(std::move(socket));
    } else if (error == boost::system::errc::too_many_files_open || error == boost::system::errc::too_many_files_open_in_system ||
               error == boost::system::errc::not_enough_memory || error == boost::system::errc::no_buffer_space) {
      co_await pauseForDescriptors();
    } else if (error == asio::error::operation_aborted) {
      co_return;
    }
  }
}

/// Out of descriptors: those who wait stay in the backlog until a connection ends, or for a second.
Task<> Listener::pauseForDescriptors() {
  log::error("no descriptors left for new clients");
  co_await changed_.waitUntil(Clock::now() + std::chrono::seconds(1));
}

/// Those who have yet to say who they are get a quarter of the places at most.
bool Listener::isFull(const Peer& peer) const {
  if (connections_.size() >= policy_.connections) return true;
  if (peer.admitted) return false;
  const auto strangers = std::count_if(connections_.begin(), connections_.end(), [](const auto& each) { return !each->admitted(); });
  return static_cast<std::size_t>(strangers) >= std::max(policy_.connections / 4, 1u);
}

void Listener::admit(StreamSocket socket) {
  Peer peer = peerOf(socket.native_handle());
  const bool known = isAllowed(socket.native_handle(), policy_);
  const bool allowed = known || policy_.tokens;
  peer.admitted = known;
  peer.isOperator = peer.isOperator && known;
  auto connection = std::make_shared<ClientConnection>(std::move(socket), router_, policy_, peer);
  const bool full = isFull(peer) || connection->descriptor() >= lastClientDescriptor();
  if (!allowed) router_.authenticator().turnedAway(peer.uid);
  if (!allowed || full) {
    auto error = allowed ? ipc::RpcError{ipc::RpcCode::Overloaded, "too many connections"}
                         : ipc::RpcError{ipc::RpcCode::NotAllowed, "this user may not use this supervisor (see clients.uids in the policy)"};
    asio::co_spawn(
        io_, [connection, error]() -> Task<> { co_await connection->refuse(error); }, LogEscaped{"refusal"});
    return;
  }
  connections_.insert(connection);
  asio::co_spawn(
      io_,
      [this, connection]() -> Task<> {
        co_await connection->serve();
        connections_.erase(connection);
        changed_.notify();
      },
      LogEscaped{"client"});
}

void Listener::adopt(UniqueFd fd, std::function<void()> onEnd) {
  StreamSocket socket(io_, asio::local::stream_protocol(), fd.release());
  auto connection = std::make_shared<ClientConnection>(
      std::move(socket), router_, policy_, Peer{.tenant = "owner", .uid = ::geteuid(), .isOperator = true, .admitted = true});
  connections_.insert(connection);
  asio::co_spawn(
      io_,
      [this, connection, onEnd = std::move(onEnd)]() -> Task<> {
        co_await connection->serve();
        connections_.erase(connection);
        changed_.notify();
        onEnd();
      },
      LogEscaped{"client"});
}

void Listener::endRevoked() {
  const auto all = connections_;
  for (const auto& connection : all)
    if (connection->revoked()) connection->close();
}

void Listener::stop() {
  stopped_ = true;
  boost::system::error_code ignored;
  acceptor_.close(ignored);
}

Task<> Listener::drain(Clock::time_point deadline) {
  const auto all = connections_;
  for (const auto& connection : all) connection->finish();
  while (!connections_.empty() && Clock::now() < deadline) co_await changed_.waitUntil(deadline);
  const auto rest = connections_;
  for (const auto& connection : rest) connection->close();
  while (!connections_.empty()) co_await changed_.wait();
}

}  // namespace isobox::supervisor
