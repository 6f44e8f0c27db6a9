// Sessions, and runners of tenants, whose processes work although no program runs: only a process that was taken over does, and
// nobody would pay for its CPU time. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_IDLE_WATCH_H
#define ISOBOX_SUPERVISOR_IDLE_WATCH_H

#include "supervisor/accounting.h"
#include "supervisor/event_bus.h"
#include "supervisor/sessions.h"
#include "supervisor/tenant_runners.h"

namespace isobox::supervisor {

class IdleWatch {
 public:
  /// All must outlive this.
  IdleWatch(asio::any_io_executor executor, Sessions& sessions, TenantRunners& tenantRunners, Accounting& accounting, EventBus& events)
      : changed_(executor), sessions_(sessions), tenantRunners_(tenantRunners), accounting_(accounting), events_(events) {}

  /// Looks at them again and again, as the kernel tells nobody of CPU time. Until stop().
  Task<> watch();
  void stop();

 private:
  void look();
  bool works(const RunnerProcess& runner, const std::string& tenant, const std::string* session);

  AsyncEvent changed_;
  Sessions& sessions_;
  TenantRunners& tenantRunners_;
  Accounting& accounting_;
  EventBus& events_;
  bool stopped_ = false;
};

}  // namespace isobox::supervisor

#endif
