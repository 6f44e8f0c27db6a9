// Wakes coroutines: something they watch has changed. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_ASYNC_EVENT_H
#define ISOBOX_SUPERVISOR_ASYNC_EVENT_H

#include <algorithm>
#include <vector>

#include "supervisor/asio.h"
#include "supervisor/wake_queue.h"

namespace isobox::supervisor {

/// Use as with a condition variable: `while (!condition) co_await event.waitUntil(deadline);`. On one event loop nothing
/// happens between the look at the condition and the wait, so no notification is lost.
class AsyncEvent {
 public:
  explicit AsyncEvent(asio::any_io_executor executor) : executor_(executor), queue_(WakeQueue::of(executor)) {}

  void notify() {
    for (auto& sleeper : std::exchange(sleepers_, {})) queue_.wake(std::move(sleeper));
    for (auto* timer : timers_) timer->cancel();
  }

  /// Returns at the next notification or at `deadline`, whichever comes first.
  Task<> waitUntil(Clock::time_point deadline) {
    asio::steady_timer timer(executor_, deadline);
    timers_.push_back(&timer);
    boost::system::error_code ignored;
    co_await timer.async_wait(quietly(ignored));
    timers_.erase(std::find(timers_.begin(), timers_.end(), &timer));
  }

  /// Returns at the next notification. Cheaper than with a deadline; see Alarm for those that are put off again and again.
  Task<> wait() {
    return asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        [this](WakeQueue::Sleeper sleeper) { sleepers_.push_back(std::move(sleeper)); }, asio::use_awaitable);
  }

 private:
  asio::any_io_executor executor_;
  WakeQueue& queue_;
  std::vector<WakeQueue::Sleeper> sleepers_;
  std::vector<asio::steady_timer*> timers_;  // of those with a deadline
};

}  // namespace isobox::supervisor

#endif
