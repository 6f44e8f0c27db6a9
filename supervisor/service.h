// The supervisor as a whole: wires its parts, starts, reloads, drains. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_SERVICE_H
#define ISOBOX_SUPERVISOR_SERVICE_H

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/signal_set.hpp>

#include "supervisor/executions.h"
#include "supervisor/idle_watch.h"
#include "supervisor/listener.h"
#include "supervisor/options.h"
#include "supervisor/pool.h"
#include "supervisor/router.h"

namespace isobox::supervisor {

/// Everything that must exist before a zygote can be launched. Nothing of it is asynchronous.
struct Foundation {
  policy::Policy policy;
  std::unique_ptr<CgroupTree> cgroups;  // null only under allowDegraded
  LaunchPlan plan;
  std::shared_ptr<Packages> packages;  // null when the policy names no folders
  std::optional<SessionFolder> sessions;  // absent when the policy names none
  std::unique_ptr<Audit> audit;        // null when the policy names no file

  /// Error: the layer that cannot be had, and how to mend it.
  static Result<Foundation> lay(const Options& options);
};

class Service {
 public:
  Service(asio::io_context& io, const Options& options, Foundation foundation);

  /// Lives until a signal or, in private mode, the client's end. The exit status.
  Task<int> live();

 private:
  Result<> openDoor();
  Task<> watchSignals();
  void reload();
  Result<> takePolicy();
  Result<> reopenAudit(const policy::AuditPolicy& policy);
  Task<> drain();

  asio::io_context& io_;
  Options options_;
  Foundation foundation_;
  EventBus events_;
  Accounting accounting_;
  Authenticator authenticator_;
  EventBus::Subscription auditing_;
  Pool pool_;
  Executions executions_;
  Router router_;
  Listener listener_;
  IdleWatch idleWatch_;
  asio::signal_set signals_;
  AsyncEvent ending_;
  std::string boundPath_;
  int terminations_ = 0;
};

}  // namespace isobox::supervisor

#endif
