// Coroutines that may go on, one after the other, without a look at the kernel between them. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_WAKE_QUEUE_H
#define ISOBOX_SUPERVISOR_WAKE_QUEUE_H

#include <deque>
#include <functional>
#include <variant>

#include "supervisor/asio.h"

namespace isobox::supervisor {

/// One for each event loop. What is handed to the loop itself costs an epoll_wait each time, and the end of a program wakes four
/// coroutines one after the other. None is ever resumed by whoever wakes it: they go on from the loop, or from Gathering::run().
class WakeQueue : public asio::execution_context::service {
 public:
  using key_type = WakeQueue;
  static inline asio::execution_context::id id;
  /// A coroutine that is suspended.
  using Sleeper = asio::async_result<asio::use_awaitable_t<>, void()>::handler_type;

  explicit WakeQueue(asio::execution_context& context) : asio::execution_context::service(context) {}
  static WakeQueue& of(const asio::any_io_executor& executor);

  void wake(Sleeper sleeper) { add(std::move(sleeper)); }
  /// Calls it behind what is there already.
  void call(std::function<void()> work) { add(std::move(work)); }

  /// As long as it lives, those that are woken wait for its run(); what is left at its end goes to the loop.
  class Gathering {
   public:
    explicit Gathering(WakeQueue& queue) : queue_(queue) { ++queue_.gathering_; }
    ~Gathering();
    Gathering(const Gathering&) = delete;
    Gathering& operator=(const Gathering&) = delete;
    /// Those that were woken go on now, and whom they wake. To be called where anything may happen. What escapes them is no matter of
    /// whoever calls this: it ends the supervisor, as it does when the loop runs them.
    void run() noexcept { queue_.run(); }

   private:
    WakeQueue& queue_;
  };

 private:
  using Entry = std::variant<Sleeper, std::function<void()>>;

  void shutdown() noexcept override { queue_.clear(); }
  void add(Entry entry);
  void runSoon();
  void run();

  std::deque<Entry> queue_;
  std::size_t gathering_ = 0;
  bool running_ = false;
  bool soon_ = false;  // the loop has been told
};

}  // namespace isobox::supervisor

#endif
