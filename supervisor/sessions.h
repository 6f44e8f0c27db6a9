// Sessions: runners that stay with one caller, program after program. Supervisor, on the event loop.
//
// A durable session is kept on disk as well: what its programs have declared is written before their answers leave. It may
// sleep, which is to be without a process, when nobody uses it, when its process had to be killed, and when the supervisor
// starts; its next program finds a fresh process with what was written last.
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
#include "supervisor/accounting.h"
#include "supervisor/async_event.h"
#include "supervisor/event_bus.h"
#include "supervisor/pool.h"
#include "supervisor/session_keeper.h"
#include "supervisor/quotas.h"

namespace isobox::supervisor {

/// One session. Its runner comes with its first program.
class Session {
 public:
  Session(asio::any_io_executor executor, std::string tenant, ipc::SessionRequest request, policy::Limits limits)
      : tenant(std::move(tenant)), id(std::move(request.session)), idleTimeout(request.idleTimeout.value_or(Milliseconds(0))),
        durable(request.durable), limits(limits), changed(executor) {}

  const std::string tenant, id;
  Milliseconds idleTimeout;
  const bool durable;
  policy::Limits limits;  // defaults of its programs; memory is the same for all of them
  AsyncEvent changed;     // a turn has ended, or the session has
  std::shared_ptr<RunnerProcess> runner;
  std::shared_ptr<Ticket> waiting;  // for a runner, in its turn
  std::uint64_t nextTurn = 0, turn = 0;  // programs run in the order in which they came
  std::set<std::uint64_t> skipped;       // turns that nobody waits for any more
  std::uint64_t programs = 0;            // that have had their turn
  Clock::time_point lastUsed = Clock::now();
  bool inUse = false;
  std::optional<std::string> ended;  // why; the session is out of the table then

  bool awake = false;       // it counts among those that have a process
  bool kept = false;        // durable: it is on disk
  bool hasState = false;    // durable: what is there is not empty
  std::string written;      // durable: that, as a digest; "" when it is not known
  Clock::time_point writtenAt{};
  Bytes size;               // durable: of its file
  Quotas::Hold memory;      // the tenant's, while it is awake
};

class Sessions {
 public:
  /// `pool` and `accounting` must outlive this.
  Sessions(asio::any_io_executor executor, Pool& pool, Accounting& accounting)
      : executor_(executor), pool_(pool), accounting_(accounting), roomChanged_(executor), changed_(executor) {}

  /// Where durable sessions are kept; those that are there already come into the table, asleep, within what `policy` allows
  /// their tenants by now.
  void keepIn(std::unique_ptr<SessionKeeper> keeper, const policy::Policy& policy);

  void setPolicy(const policy::SessionPolicy& policy) { policy_ = policy; }

  using Opened = std::variant<std::shared_ptr<Session>, ipc::RpcError>;
  /// The session of that name, made if there is none; a durable one is on disk then. An existing one keeps its settings.
  Task<Opened> open(std::string tenant, ipc::SessionRequest request, policy::Limits limits);
  /// Null when there is none.
  std::shared_ptr<Session> find(const std::string& tenant, const std::string& id) const;
  std::vector<std::shared_ptr<Session>> of(const std::string& tenant) const;

  /// Waits for the session's turn and gives its runner, with a program of the session's before or fresh. Null: the ticket
  /// was given up or failed, or the session has ended; `leave` must not be called then. Whoever gives the ticket up must
  /// notify session->changed as well.
  Task<std::shared_ptr<RunnerProcess>> enter(std::shared_ptr<Session> session, std::shared_ptr<Ticket> ticket);
  /// The program has ended. A runner that is not idle is taken away, and the session ends with `verdict`; a durable one
  /// goes back to what was written last.
  void leave(const std::shared_ptr<Session>& session, Verdict verdict);

  /// Durable, between enter and leave: writes what its programs have declared, as GetState gives it, or "" for nothing.
  /// Error: it is not written.
  Task<Result<>> keep(std::shared_ptr<Session> session, std::string state);
  /// Around reading a state that is to be kept: waits until there is room for so many bytes. Each reserve() has its giveBack().
  Task<> reserve(Bytes bytes);
  void giveBack(Bytes bytes);
  /// What was written last; "" when that is nothing.
  Task<Result<std::string>> recall(std::shared_ptr<Session> session);

  /// In its turn: the next program begins anew. False when the session has ended before that.
  Task<Result<bool>> reset(std::shared_ptr<Session> session);
  /// Ends it, and takes it off the disk.
  Task<Result<>> discard(std::shared_ptr<Session> session, std::string why);
  /// Its process is gone, or must not go on: the session ends, a durable one goes back to what was written last.
  void lose(const std::shared_ptr<Session>& session, const std::string& why);
  /// Takes the runner away; the next program begins anew. Call between enter and leave.
  void forget(const std::shared_ptr<Session>& session);
  /// Ends it: whatever runs is killed.
  void close(const std::shared_ptr<Session>& session, const std::string& why);
  void closeAll(const std::string& why);

  /// Ends sessions that nobody has used for long; durable ones fall asleep, and are forgotten much later. Until stop().
  Task<> expire();
  void stop();

  std::size_t count() const { return sessions_.size(); }
  std::vector<std::shared_ptr<Session>> all() const;
  /// How long until the first of the tenant's sessions ends if nobody uses it.
  Milliseconds firstEnd(const std::string& tenant) const;
  /// Who is told of beginnings and ends.
  void setEvents(EventBus* events) { events_ = events; }

 private:
  Opened admit(const std::string& tenant, ipc::SessionRequest request, const policy::Limits& limits);
  std::optional<ipc::RpcError> refuseDurable(const std::string& tenant) const;
  std::optional<ipc::RpcError> wake(Session& session);
  bool putToSleep(const std::string* tenant);
  void setAwake(Session& session, bool awake);
  void setSize(Session& session, Bytes size);
  Clock::time_point dueAt(const Session& session) const;
  Task<> expireOne(std::shared_ptr<Session> session);
  void passTurn(const std::shared_ptr<Session>& session);

  asio::any_io_executor executor_;
  Pool& pool_;
  Accounting& accounting_;
  policy::SessionPolicy policy_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<Session>> sessions_;
  struct Held {
    std::uint32_t awake = 0, durable = 0;
    Bytes storage;
  };
  Held heldBy(const std::string& tenant) const;
  void letGo(const std::string& tenant);

  std::map<std::string, Held> held_;  // by tenant; those that hold anything
  std::uint32_t awake_ = 0, durable_ = 0;
  std::unique_ptr<SessionKeeper> keeper_;  // null: there are no durable sessions
  Bytes reserved_;
  AsyncEvent roomChanged_;
  AsyncEvent changed_;
  bool stopped_ = false;
  EventBus* events_ = nullptr;
};

}  // namespace isobox::supervisor

#endif
