// Sessions whose processes work although no program runs: only a process that was taken over does, and nobody would pay for
// its CPU time. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_IDLE_WATCH_H
#define ISOBOX_SUPERVISOR_IDLE_WATCH_H

#include "supervisor/accounting.h"
#include "supervisor/event_bus.h"
#include "supervisor/sessions.h"

namespace isobox::supervisor {

class IdleWatch {
 public:
  /// All must outlive this.
  IdleWatch(asio::any_io_executor executor, Sessions& sessions, Accounting& accounting, EventBus& events)
      : changed_(executor), sessions_(sessions), accounting_(accounting), events_(events) {}

  /// Looks at them again and again, as the kernel tells nobody of CPU time. Until stop().
  Task<> watch();
  void stop();

 private:
  void look();

  AsyncEvent changed_;
  Sessions& sessions_;
  Accounting& accounting_;
  EventBus& events_;
  bool stopped_ = false;
};

}  // namespace isobox::supervisor

#endif
