// Wakes coroutines: something they watch has changed. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_ASYNC_EVENT_H
#define ISOBOX_SUPERVISOR_ASYNC_EVENT_H

#include <algorithm>
#include <vector>

#include "supervisor/asio.h"

namespace isobox::supervisor {

/// Use as with a condition variable: `while (!condition) co_await event.waitUntil(deadline);`. On one event loop nothing
/// happens between the look at the condition and the wait, so no notification is lost.
class AsyncEvent {
 public:
  explicit AsyncEvent(asio::any_io_executor executor) : executor_(executor) {}

  void notify() {
    for (auto* timer : waiting_) timer->cancel();
  }

  /// Returns at the next notification or at `deadline`, whichever comes first.
  Task<> waitUntil(Clock::time_point deadline) {
    asio::steady_timer timer(executor_, deadline);
    waiting_.push_back(&timer);
    boost::system::error_code ignored;
    co_await timer.async_wait(quietly(ignored));
    waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &timer));
  }

  Task<> wait() { return waitUntil(Clock::time_point::max()); }

 private:
  asio::any_io_executor executor_;
  std::vector<asio::steady_timer*> waiting_;
};

}  // namespace isobox::supervisor

#endif
