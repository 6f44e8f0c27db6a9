// What executions have to pass before they begin and leave behind when they have ended: the audit file, quotas, metrics,
// events. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_ACCOUNTING_H
#define ISOBOX_SUPERVISOR_ACCOUNTING_H

#include <boost/json/object.hpp>
#include <memory>
#include <optional>
#include <string>

#include "ipc/client_messages.h"
#include "policy/policy.h"
#include "supervisor/asio.h"
#include "supervisor/audit.h"
#include "supervisor/cpu_shares.h"
#include "supervisor/event_bus.h"
#include "supervisor/metrics.h"
#include "supervisor/quotas.h"
#include "supervisor/throttle.h"

namespace isobox::supervisor {

class Accounting {
 public:
  /// `audit` may be null. Both must outlive this.
  Accounting(EventBus& events, Audit* audit) : events_(events), audit_(audit) {}

  void setPolicy(const policy::Policy& policy);
  void setAudit(Audit* audit) { audit_ = audit; }

  /// Why this tenant may not begin a program now.
  std::optional<ipc::RpcError> refusal(const std::string& tenant);
  /// Takes memory for a program or a session until `until`, about. Absent: `error` says why not.
  std::optional<Quotas::Hold> hold(const std::string& tenant, Bytes memory, Clock::time_point until, ipc::RpcError& error);
  /// Sessions with a process that this tenant may have.
  std::uint32_t mostSessions(const std::string& tenant) const;
  /// Why this tenant may not have one session more, of which it has `count`. `freeIn`: until the first of them ends by itself.
  std::optional<ipc::RpcError> sessionRefusal(const std::string& tenant, std::size_t count, Milliseconds freeIn);

  /// A program that runs has used `used` by now, and `before` when this was said last.
  void uses(const std::string& tenant, Microseconds before, Microseconds used) { shares_.charge(tenant, before, used, Clock::now()); }
  /// A program has ended. `said`: what it had used when uses() was called last. `idleCpu`: what its process used since the program
  /// before.
  void ended(const std::string& tenant, const ipc::RunOrder& order, const ipc::ExecutionReport& report, Microseconds said, Microseconds idleCpu);
  /// A request never got a runner.
  void refused(const std::string& tenant, const ipc::RpcError& error);
  /// CPU time beside programs.
  void charge(const std::string& tenant, Microseconds cpu);
  /// It has had more than its share of the processors lately: others go first.
  bool aboveShare(const std::string& tenant) { return shares_.above(tenant, Clock::now()); }

  /// The answer to `metrics`.
  boost::json::object describe(const std::string& tenant, bool everybody);

 private:
  ipc::RpcError over(const std::string& tenant, Quotas::Excess excess);
  void tellViolation(const std::string& tenant, const ipc::RunOrder& order, const ipc::ExecutionReport& report);

  EventBus& events_;
  Audit* audit_;
  policy::Policy policy_;
  Quotas quotas_;
  CpuShares shares_;
  Metrics metrics_;
  Throttle overQuota_{1, std::chrono::seconds(1)};
};

}  // namespace isobox::supervisor

#endif
