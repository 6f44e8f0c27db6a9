// One execution from a parsed request to its report: limits, a runner, a program, a verdict. Supervisor.
#ifndef ISOBOX_SUPERVISOR_EXECUTIONS_H
#define ISOBOX_SUPERVISOR_EXECUTIONS_H

#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "ipc/client_messages.h"
#include "policy/policy.h"
#include "supervisor/accounting.h"
#include "supervisor/asio.h"
#include "supervisor/conversation.h"
#include "supervisor/packages.h"
#include "supervisor/pool.h"
#include "supervisor/sessions.h"
#include "supervisor/tenant_runners.h"

namespace isobox::supervisor {

class Executions {
 public:
  using Outcome = std::variant<ipc::ExecutionReport, ipc::RpcError>;

  Executions(asio::any_io_executor executor, Pool& pool, const LaunchPlan& plan, const CgroupTree* cgroups, Accounting& accounting)
      : executor_(executor), pool_(pool), plan_(plan), cgroups_(cgroups), accounting_(accounting), sessions_(executor, pool, accounting),
        tenantRunners_(executor, pool), changed_(executor), wakes_(WakeQueue::of(executor)) {}

  /// Runs one program. An RpcError means that it never got as far as a runner.
  Task<Outcome> execute(ipc::RunRequest request, std::shared_ptr<Conversation> conversation);

  void setPolicy(const policy::Policy& policy) {
    policy_ = policy;
    sessions_.setPolicy(policy.sessions);
    tenantRunners_.setPolicy(policy);
  }
  const policy::Policy& policy() const { return policy_; }

  /// The session, made if there is none.
  Task<Sessions::Opened> openSession(std::string tenant, ipc::SessionRequest request);
  Sessions& sessions() { return sessions_; }
  TenantRunners& tenantRunners() { return tenantRunners_; }

  /// Where packages come from; null: there are none.
  void setPackages(std::shared_ptr<Packages> packages) { packages_ = std::move(packages); }

  /// From now on everything new is refused with `overloaded`.
  void refuseNew() { refusing_ = true; }
  /// Waits until nothing runs, or the deadline.
  Task<> idle(Clock::time_point deadline);
  /// Cancels everything.
  void cancelAll();
  std::size_t inFlight() const { return inFlight_.size(); }

  /// The layers around every runner of this supervisor, each with how it was proven.
  ipc::IsolationReport isolation() const;

 private:
  Task<Outcome> runAdmitted(ipc::RunRequest request, std::shared_ptr<Conversation> conversation);
  /// Where a program runs: a process of its own, or one of its tenant's, whose how manieth program it is then.
  struct Place {
    bool reuse = false;
    std::uint32_t program = 0;
  };
  Task<Outcome> runOnce(const ipc::RunOrder& order, const policy::Limits& limits, std::shared_ptr<Conversation> conversation,
                        ZygoteHost::FileReader packages, Place& place);
  Task<std::shared_ptr<RunnerProcess>> acquire(const ipc::RunOrder& order, std::shared_ptr<Ticket> ticket,
                                               ZygoteHost::FileReader packages, bool reuse);
  Task<Outcome> runInSession(const ipc::RunOrder& order, const policy::Limits& limits, std::shared_ptr<Session> session,
                             std::shared_ptr<Conversation> conversation);
  Task<Result<>> recall(std::shared_ptr<Session> session, std::shared_ptr<RunnerProcess> runner);
  Task<Result<std::string>> keep(std::shared_ptr<Session> session, std::shared_ptr<RunnerProcess> runner);
  Task<Result<std::string>> keepReserved(std::shared_ptr<Session> session, std::shared_ptr<RunnerProcess> runner,
                                         const ipc::RunOrder& order, const policy::Limits& limits);
  Task<ipc::ExecutionReport> converse(std::shared_ptr<RunnerProcess> runner, const ipc::RunOrder& order,
                                      const policy::Limits& limits, std::shared_ptr<Conversation> conversation,
                                      Microseconds queued);
  Result<policy::Limits> limitsFor(const ipc::RunRequest& request, const policy::Limits& defaults, const std::string& tenant) const;
  Task<Outcome> runUnlessRefused(ipc::RunRequest request, std::shared_ptr<Conversation> conversation);
  Milliseconds retryAfter() const;
  Result<ZygoteHost::FileReader> openPackages(ipc::RunOrder& order, Conversation& conversation);
  Result<> checkSizes(const ipc::RunOrder& order, const policy::Limits& limits) const;

  asio::any_io_executor executor_;
  Pool& pool_;
  const LaunchPlan& plan_;
  const CgroupTree* cgroups_;
  Accounting& accounting_;
  policy::Policy policy_;
  Sessions sessions_;
  TenantRunners tenantRunners_;
  std::shared_ptr<Packages> packages_;  // null: the policy names no folders
  std::set<std::shared_ptr<Conversation>> inFlight_;
  AsyncEvent changed_;
  WakeQueue& wakes_;
  Microseconds usualDuration_{1000};  // of programs, the latest count most
  std::size_t held_ = 0;  // bytes of programs and input
  bool refusing_ = false;
};

}  // namespace isobox::supervisor

#endif
