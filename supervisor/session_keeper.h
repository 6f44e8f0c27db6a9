// The folder of durable sessions as the event loop sees it: what blocks on the disk is done by a thread of its own, one thing
// after the other. Supervisor.
#ifndef ISOBOX_SUPERVISOR_SESSION_KEEPER_H
#define ISOBOX_SUPERVISOR_SESSION_KEEPER_H

#include <string>
#include <utility>
#include <vector>

#include "supervisor/session_folder.h"
#include "supervisor/side_thread.h"

namespace isobox::supervisor {

class SessionKeeper {
 public:
  SessionKeeper(asio::any_io_executor executor, SessionFolder folder) : folder_(std::move(folder)), thread_(executor) {}
  SessionKeeper(const SessionKeeper&) = delete;
  SessionKeeper& operator=(const SessionKeeper&) = delete;

  /// At start, before anything else; blocks.
  std::vector<SessionFolder::Entry> list() { return folder_.list(); }

  // As SessionFolder has them: on the disk when they return.
  /// The state's digest. `known`: of what is there, which is then not written again.
  Task<Result<std::string>> save(StoredSession session, std::string state, std::string known) {
    auto act = [this, session = std::move(session), state = std::move(state), known = std::move(known)]() -> Result<std::string> {
      auto digest = digestOf(state);
      if (digest != known) ISOBOX_CHECK(folder_.save(session, state));
      return digest;
    };
    co_return co_await thread_.run(std::move(act));
  }
  Task<Result<std::string>> read(std::string tenant, std::string id) {
    auto act = [this, tenant = std::move(tenant), id = std::move(id)] { return folder_.read(tenant, id); };
    co_return co_await thread_.run(std::move(act));
  }
  Task<Result<>> remove(std::string tenant, std::string id) {
    auto act = [this, tenant = std::move(tenant), id = std::move(id)] { return folder_.remove(tenant, id); };
    co_return co_await thread_.run(std::move(act));
  }

 private:
  SessionFolder folder_;
  SideThread thread_;
};

}  // namespace isobox::supervisor

#endif
