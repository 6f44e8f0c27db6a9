// Sessions: runners that stay with one caller, program after program. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_SESSIONS_H
#define ISOBOX_SUPERVISOR_SESSIONS_H

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ipc/client_messages.h"
#include "policy/policy.h"
#include "supervisor/async_event.h"
#include "supervisor/event_bus.h"
#include "supervisor/pool.h"
#include "supervisor/quotas.h"

namespace isobox::supervisor {

/// One session. Its runner comes with its first program.
class Session {
 public:
  Session(asio::any_io_executor executor, std::string tenant, ipc::SessionRequest request, policy::Limits limits)
      : tenant(std::move(tenant)), id(std::move(request.session)), idleTimeout(request.idleTimeout.value_or(Milliseconds(0))),
        limits(limits), changed(executor) {}

  const std::string tenant, id;
  Milliseconds idleTimeout;
  policy::Limits limits;  // defaults of its programs; memory is the same for all of them
  AsyncEvent changed;     // a turn has ended, or the session has
  std::shared_ptr<RunnerProcess> runner;
  std::shared_ptr<Ticket> waiting;  // for a runner, in its turn
  std::uint64_t nextTurn = 0, turn = 0;  // programs run in the order in which they came
  std::set<std::uint64_t> skipped;       // turns that nobody waits for any more
  std::uint64_t programs = 0;            // that have ended
  Clock::time_point lastUsed = Clock::now();
  bool inUse = false;
  std::optional<std::string> ended;  // why; the session is out of the table then
  Quotas::Hold memory;               // the tenant's, until the end
};

class Sessions {
 public:
  /// `pool` must outlive this.
  Sessions(asio::any_io_executor executor, Pool& pool) : executor_(executor), pool_(pool), changed_(executor) {}

  void setPolicy(const policy::SessionPolicy& policy) { policy_ = policy; }

  /// The session of that name, made if there is none. An existing one keeps its settings.
  std::variant<std::shared_ptr<Session>, ipc::RpcError> open(const std::string& tenant, ipc::SessionRequest request,
                                                             const policy::Limits& limits);
  /// Null when there is none.
  std::shared_ptr<Session> find(const std::string& tenant, const std::string& id) const;
  std::vector<std::shared_ptr<Session>> of(const std::string& tenant) const;

  /// Waits for the session's turn and gives its runner, with a program of the session's before or fresh. Null: the ticket
  /// was given up or failed, or the session has ended; `leave` must not be called then. Whoever gives the ticket up must
  /// notify session->changed as well.
  Task<std::shared_ptr<RunnerProcess>> enter(std::shared_ptr<Session> session, std::shared_ptr<Ticket> ticket);
  /// The program has ended. A runner that is not idle is taken away, and the session ends with `verdict`.
  void leave(const std::shared_ptr<Session>& session, Verdict verdict);

  /// In its turn: the next program begins anew. False when the session has ended before that.
  Task<bool> reset(std::shared_ptr<Session> session);
  /// Takes the runner away; the next program begins anew. Call between enter and leave.
  void forget(const std::shared_ptr<Session>& session);
  /// Ends it: whatever runs is killed.
  void close(const std::shared_ptr<Session>& session, const std::string& why);
  void closeAll(const std::string& why);

  /// Ends sessions that nobody has used for long. Until stop().
  Task<> expire();
  void stop();

  std::size_t count() const { return sessions_.size(); }
  std::vector<std::shared_ptr<Session>> all() const;
  /// How long until the first of the tenant's sessions ends if nobody uses it.
  Milliseconds firstEnd(const std::string& tenant) const;
  /// Who is told of beginnings and ends.
  void setEvents(EventBus* events) { events_ = events; }

 private:
  void passTurn(const std::shared_ptr<Session>& session);

  asio::any_io_executor executor_;
  Pool& pool_;
  policy::SessionPolicy policy_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<Session>> sessions_;
  AsyncEvent changed_;
  bool stopped_ = false;
  EventBus* events_ = nullptr;
};

}  // namespace isobox::supervisor

#endif
