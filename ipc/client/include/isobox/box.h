// class IsoBox: executions in a supervisor, private or running. Used in the user's process.
#ifndef ISOBOX_BOX_H
#define ISOBOX_BOX_H

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <exception>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "isobox/detail/start.h"
#include "isobox/event_emitter.h"
#include "isobox/event_subscription.h"
#include "isobox/metrics.h"
#include "isobox/options.h"
#include "isobox/result.h"
#include "isobox/session.h"
#include "isobox/stream.h"

namespace isobox {

class SecurityLogger;

/// A place to run scripts in. Every execution gets a process of its own that has seen no other script.
///
/// Calls may be made from several threads at once. The connection, or the private supervisor, comes with the
/// first call; when it is lost, every call under way ends with Verdict::InternalError and the next call
/// begins anew. After shutdown() every call throws std::logic_error. A moved-from box may only be destroyed
/// or assigned to.
class IsoBox {
 public:
  /// Throws std::invalid_argument, naming the option, when `options` make no sense.
  explicit IsoBox(IsoBoxOptions options = {});
  /// As shutdown().
  ~IsoBox();
  IsoBox(IsoBox&&) noexcept;
  IsoBox& operator=(IsoBox&&) noexcept;

  /// Runs `code` (UTF-8) and returns the value of its last expression; throws ExecutionError for all but ok.
  boost::json::value run(std::string_view code, const ExecutionOptions& options = {});

  /// Runs `code` (UTF-8) and says everything about it. Whatever goes wrong is a verdict, never an exception.
  ExecutionResult execute(std::string_view code, const ExecutionOptions& options = {});

  /// Runs `code` and gives its values one by one, as they come: what it yields at its top. Throws ExecutionError when the
  /// call makes no sense, std::invalid_argument when the stream's options do not.
  Stream runStream(std::string_view code, const ExecutionOptions& options = {}, StreamOptions stream = {});

  /// Runs a program of several files. Throws as run(), and std::invalid_argument for paths that are none.
  boost::json::value runProject(const ProjectOptions& project, const ExecutionOptions& options = {});
  ExecutionResult executeProject(const ProjectOptions& project, const ExecutionOptions& options = {});

  /// The session of that name: made, or found when this user has one already, which then keeps its options. Throws
  /// ExecutionError.
  Session createSession(const std::string& id, const SessionOptions& options = {});

  /// This user's sessions, by name: session, programs (that have ended), running, idle, idleTimeout (ms), memory (bytes).
  /// Throws ExecutionError.
  std::vector<boost::json::object> sessions();

  /// Ends the session of that name, whatever runs. Throws ExecutionError: with Verdict::InvalidRequest there is none.
  void closeSession(const std::string& id);

  /// Calls `handler` at each event: "metrics:recorded" after each execution (toJson of its ExecutionMetrics, and its
  /// verdict), "security:violation" after one that broke the rules (type, severity, timestamp in milliseconds since 1970,
  /// context). Handlers run in the thread that gets the execution's result, before it does.
  ListenerId on(std::string_view event, EventEmitter::Handler handler);
  ListenerId once(std::string_view event, EventEmitter::Handler handler);
  bool off(std::string_view event, ListenerId id);

  /// Of all executions of this box so far.
  GlobalMetrics getMetrics() const;
  /// The last of them, at most 1000, the most recent last.
  std::vector<ExecutionMetrics> getHistory(std::size_t limit = std::numeric_limits<std::size_t>::max()) const;

  /// execute() with an Asio completion token for void(ExecutionResult). Cancelling through the token's
  /// cancellation slot ends the execution with Verdict::Cancelled. A handler without an executor of its own
  /// runs on Asio's system executor, never on the box's thread.
  template <class Token = boost::asio::use_future_t<>>
  auto asyncExecute(std::string code, ExecutionOptions options = {}, Token&& token = Token()) {
    return boost::asio::async_initiate<Token, void(ExecutionResult)>(
        [core = core()](auto handler, const std::string& source, const ExecutionOptions& chosen) {
          detail::startFor(core, std::move(handler), source, chosen, {}, detail::DeliverResult());
        },
        token, std::move(code), std::move(options));
  }

  /// run() with an Asio completion token for void(std::exception_ptr, boost::json::value); otherwise as
  /// asyncExecute.
  template <class Token = boost::asio::use_future_t<>>
  auto asyncRun(std::string code, ExecutionOptions options = {}, Token&& token = Token()) {
    return boost::asio::async_initiate<Token, void(std::exception_ptr, boost::json::value)>(
        [core = core()](auto handler, const std::string& source, const ExecutionOptions& chosen) {
          detail::startFor(core, std::move(handler), source, chosen, {}, detail::DeliverValue());
        },
        token, std::move(code), std::move(options));
  }

  /// Returns once the supervisor keeps `pool.min` warm runners; the first executions then need not wait for
  /// any. Throws ExecutionError when that cannot be.
  void warmupPool();

  /// What the supervisor says of itself: version, limits, ceiling, pool, isolation. Throws ExecutionError.
  boost::json::object info();

  /// What the supervisor has measured: `tenant` (who this is), `own` and `all` (executions, errors, verdicts, durations with
  /// percentiles, CPU time, waiting, memory), `quotas`. With `everybody` also `tenants`, by name, for root and the supervisor's
  /// own user. Times in fractional milliseconds, sizes in bytes. Throws ExecutionError.
  boost::json::object supervisorMetrics(bool everybody = false);

  /// Calls `handler` at each event of the supervisor that this user may see and whose type begins with one of `types` (none:
  /// all): type, severity, timestamp (ISO 8601), tenant, context; PROTOCOL.md has a list. One at a time, in order, on Asio's
  /// system executor, as long as what is returned lives. A handler that falls behind misses events and is told how many by
  /// "events:dropped"; the last is "events:ended". Throws ExecutionError.
  [[nodiscard]] EventSubscription followEvents(EventEmitter::Handler handler, std::vector<std::string> types = {});
  /// The last 256 of them, but those of single executions, oldest first. Throws ExecutionError.
  std::vector<boost::json::object> recentEvents(std::vector<std::string> types = {});

  /// Ends all calls under way with Verdict::Cancelled, the connection, and the private supervisor. May be
  /// repeated.
  void shutdown();

 private:
  friend class SecurityLogger;
  /// Throws std::logic_error after shutdown() and in a moved-from box.
  const std::shared_ptr<detail::Core>& core() const;

  std::shared_ptr<detail::Core> core_;
};

}  // namespace isobox

#endif
