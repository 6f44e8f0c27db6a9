// Runners that stay with a tenant, program after program, each of which finds the memory of a fresh process (`reuse: "tenant"`).
// Supervisor, on the event loop.
//
// A saving of time between programs of one tenant, and no boundary: what puts the memory back is the runner itself. So a runner
// is never given to another tenant, nor to its own after a program that ended in any way but by itself.
#ifndef ISOBOX_SUPERVISOR_TENANT_RUNNERS_H
#define ISOBOX_SUPERVISOR_TENANT_RUNNERS_H

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "policy/policy.h"
#include "supervisor/async_event.h"
#include "supervisor/pool.h"

namespace isobox::supervisor {

class TenantRunners {
 public:
  /// `pool` outlives this.
  TenantRunners(asio::any_io_executor executor, Pool& pool);

  void setPolicy(const policy::Policy& policy);
  bool allowed() const { return policy_.reuse.processes > 0; }

  /// May one more program of this tenant wait?
  bool roomForOneMore(const std::string& tenant) const;

  /// A runner whose memory is as at first: one of the tenant's, or a fresh one of the pool's, which stays with the tenant from
  /// then on. Null when the ticket was given up or has failed.
  Task<std::shared_ptr<RunnerProcess>> acquire(std::shared_ptr<Ticket> ticket);

  /// Takes it back after its program, which ended with `verdict`. It runs another, or it ends.
  void release(std::shared_ptr<RunnerProcess> runner, Verdict verdict);
  /// Takes it back, and it ends.
  void discard(std::shared_ptr<RunnerProcess> runner);

  /// Those that wait for a program, with their tenants.
  std::vector<std::pair<std::string, std::shared_ptr<RunnerProcess>>> idle() const;
  /// One of them must not go on.
  void lose(const std::shared_ptr<RunnerProcess>& runner);

  /// Ends those that nobody has used for long. Until stop(), which ends all that wait.
  Task<> expire();
  void stop();

 private:
  /// A program that waits for one of its tenant's runners.
  struct Turn {
    std::shared_ptr<Ticket> ticket;
    std::shared_ptr<RunnerProcess> runner;
    bool starts = false;  // there is a place for one runner more: it is to be fetched from the pool
  };
  struct Tenant {
    std::deque<std::shared_ptr<RunnerProcess>> idle;  // the latest first
    std::deque<std::shared_ptr<Turn>> waiting;
    std::uint32_t processes = 0;  // idle, busy, on their way
  };
  struct Held {
    std::string tenant;
    Clock::time_point since{};
  };

  std::shared_ptr<RunnerProcess> takeIdle(const std::string& tenant);
  Task<std::shared_ptr<RunnerProcess>> fetch(std::shared_ptr<Ticket> ticket);
  Task<std::shared_ptr<RunnerProcess>> await(std::shared_ptr<Ticket> ticket);
  Task<> settle(std::shared_ptr<RunnerProcess> runner);
  void offer(std::shared_ptr<RunnerProcess> runner);
  void serve(const std::string& tenant);
  std::shared_ptr<Turn> nextTurn(Tenant& tenant);
  void give(Turn& turn, std::shared_ptr<RunnerProcess> runner);
  void toIdle(Tenant& tenant, std::shared_ptr<RunnerProcess> runner);
  void end(std::shared_ptr<RunnerProcess> runner);
  void placeIsFree(const std::string& tenant);
  bool giveUpOne();
  bool mayGoOn(const RunnerProcess& runner, Verdict verdict) const;
  void forgetSoon(const std::string& tenant);

  asio::any_io_executor executor_;
  Pool& pool_;
  policy::Policy policy_;
  std::map<std::string, Tenant> tenants_;
  std::map<const RunnerProcess*, Held> held_;  // all of them
  std::size_t waiting_ = 0;
  AsyncEvent changed_;
  bool stopped_ = false;
};

}  // namespace isobox::supervisor

#endif
