// What would keep the event loop from everybody for too long is done by a thread beside it. Supervisor.
#ifndef ISOBOX_SUPERVISOR_SIDE_THREAD_H
#define ISOBOX_SUPERVISOR_SIDE_THREAD_H

#include <boost/asio/thread_pool.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "supervisor/async_event.h"

namespace isobox::supervisor {

/// One thing after the other. Its end waits for what has been begun.
class SideThread {
 public:
  explicit SideThread(asio::any_io_executor executor) : executor_(std::move(executor)) {}
  SideThread(const SideThread&) = delete;
  SideThread& operator=(const SideThread&) = delete;
  ~SideThread() { thread_.join(); }

  /// What `work` returns or throws, on the loop. Whatever it touches is nobody else's until then. Give the closure a name before:
  /// g++ 12 destroys temporary ones of a co_await expression twice.
  template <class Work>
  Task<std::invoke_result_t<Work&>> run(Work work) {
    std::optional<std::invoke_result_t<Work&>> result;
    std::exception_ptr escaped;
    auto act = [&] {
      try {
        result.emplace(work());
      } catch (...) {
        escaped = std::current_exception();
      }
    };
    co_await done(act);
    if (escaped) std::rethrow_exception(escaped);
    co_return *std::move(result);
  }

 private:
  /// When `act` has returned. Whoever waits belongs to what is under way, and ends with the loop if that ends before.
  template <class Act>
  Task<> done(Act& act) {
    return asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        [this, &act](WakeQueue::Sleeper sleeper) {
          // The loop has something to wait for.
          auto loop = asio::prefer(executor_, asio::execution::outstanding_work.tracked);
          asio::post(thread_, [&act, loop, sleeper = std::move(sleeper)]() mutable {
            act();
            asio::post(loop, std::move(sleeper));
          });
        },
        asio::use_awaitable);
  }

  asio::any_io_executor executor_;
  asio::thread_pool thread_{1};
};

/// Bytes of one client's or one runner's that are many: to parse, to check or to write them takes a millisecond and more, in
/// which the loop serves nobody.
inline constexpr std::size_t kBulk = 256 * 1024;

/// The thread for work on them, one for each event loop. It begins with the first.
class BulkWork : public asio::execution_context::service {
 public:
  using key_type = BulkWork;
  static inline asio::execution_context::id id;

  explicit BulkWork(asio::execution_context& context) : asio::execution_context::service(context) {}

  /// See SideThread::run.
  template <class Work>
  static Task<std::invoke_result_t<Work&>> run(const asio::any_io_executor& executor, Work work) {
    auto& thread = asio::use_service<BulkWork>(asio::query(executor, asio::execution::context)).thread_;
    if (!thread) thread.emplace(executor);
    return thread->run(std::move(work));
  }

 private:
  void shutdown() noexcept override { thread_.reset(); }

  std::optional<SideThread> thread_;
};

}  // namespace isobox::supervisor

#endif
