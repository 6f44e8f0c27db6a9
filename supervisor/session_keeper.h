// The folder of durable sessions as the event loop sees it: what blocks on the disk is done by a thread of its own, one thing
// after the other. Supervisor.
#ifndef ISOBOX_SUPERVISOR_SESSION_KEEPER_H
#define ISOBOX_SUPERVISOR_SESSION_KEEPER_H

#include <boost/asio/thread_pool.hpp>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "supervisor/async_event.h"
#include "supervisor/session_folder.h"

namespace isobox::supervisor {

class SessionKeeper {
 public:
  SessionKeeper(asio::any_io_executor executor, SessionFolder folder) : executor_(executor), folder_(std::move(folder)) {}
  SessionKeeper(const SessionKeeper&) = delete;
  SessionKeeper& operator=(const SessionKeeper&) = delete;
  ~SessionKeeper() { thread_.join(); }

  /// At start, before anything else; blocks.
  std::vector<SessionFolder::Entry> list() { return folder_.list(); }

  // As SessionFolder has them: on the disk when they return. Closures have names here because g++ 12 destroys temporary ones
  // of a co_await expression twice.
  /// The state's digest. `known`: of what is there, which is then not written again.
  Task<Result<std::string>> save(StoredSession session, std::string state, std::string known) {
    auto act = [this, session = std::move(session), state = std::move(state), known = std::move(known)]() -> Result<std::string> {
      auto digest = digestOf(state);
      if (digest != known) ISOBOX_CHECK(folder_.save(session, state));
      return digest;
    };
    co_return co_await onDisk(std::move(act));
  }
  Task<Result<std::string>> read(std::string tenant, std::string id) {
    auto act = [this, tenant = std::move(tenant), id = std::move(id)] { return folder_.read(tenant, id); };
    co_return co_await onDisk(std::move(act));
  }
  Task<Result<>> remove(std::string tenant, std::string id) {
    auto act = [this, tenant = std::move(tenant), id = std::move(id)] { return folder_.remove(tenant, id); };
    co_return co_await onDisk(std::move(act));
  }

 private:
  template <class Act>
  Task<std::invoke_result_t<Act>> onDisk(Act act) {
    std::optional<std::invoke_result_t<Act>> result;
    AsyncEvent done(executor_);
    asio::post(thread_, [&] {
      auto made = act();
      asio::post(executor_, [&, made = std::move(made)]() mutable {
        result = std::move(made);
        done.notify();
      });
    });
    while (!result) co_await done.wait();
    co_return *std::move(result);
  }

  asio::any_io_executor executor_;
  SessionFolder folder_;
  asio::thread_pool thread_{1};
};

}  // namespace isobox::supervisor

#endif
