// One execution from a parsed request to its report: limits, a runner, a program, a verdict. Supervisor.
#ifndef ISOBOX_SUPERVISOR_EXECUTIONS_H
#define ISOBOX_SUPERVISOR_EXECUTIONS_H

#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "ipc/client_messages.h"
#include "policy/policy.h"
#include "supervisor/asio.h"
#include "supervisor/pool.h"

namespace isobox::supervisor {

/// How a caller withdraws: `cancel()` once, at any time. What it does depends on how far the execution is.
class Cancellation {
 public:
  void cancel() {
    cancelled_ = true;
    if (const auto act = std::exchange(act_, nullptr)) act();
  }
  bool cancelled() const { return cancelled_; }
  void onCancel(std::function<void()> act) { act_ = std::move(act); }

 private:
  bool cancelled_ = false;
  std::function<void()> act_;
};

class Executions {
 public:
  Executions(asio::any_io_executor executor, Pool& pool, const LaunchPlan& plan, const CgroupTree* cgroups)
      : executor_(executor), pool_(pool), plan_(plan), cgroups_(cgroups), changed_(executor) {}

  /// Runs one program. An RpcError means that it never got as far as a runner.
  Task<std::variant<ipc::ExecutionReport, ipc::RpcError>> execute(ipc::RunRequest request,
                                                                  std::shared_ptr<Cancellation> cancellation);

  void setPolicy(const policy::Policy& policy) { policy_ = policy; }
  const policy::Policy& policy() const { return policy_; }

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
  Task<std::variant<ipc::ExecutionReport, ipc::RpcError>> runAdmitted(ipc::RunRequest request,
                                                                      std::shared_ptr<Cancellation> cancellation);
  Task<std::variant<ipc::ExecutionReport, ipc::RpcError>> runOrder(const ipc::RunOrder& order, const policy::Limits& limits,
                                                                   std::shared_ptr<Cancellation> cancellation);
  Result<policy::Limits> limitsFor(const ipc::RunRequest& request) const;
  Result<> checkSizes(const ipc::RunOrder& order, const policy::Limits& limits) const;

  asio::any_io_executor executor_;
  Pool& pool_;
  const LaunchPlan& plan_;
  const CgroupTree* cgroups_;
  policy::Policy policy_;
  std::set<std::shared_ptr<Cancellation>> inFlight_;
  AsyncEvent changed_;
  std::size_t held_ = 0;  // bytes of programs and input
  bool refusing_ = false;
};

}  // namespace isobox::supervisor

#endif
