// class IsoBox: executions in a supervisor, private or running. Used in the user's process.
#ifndef ISOBOX_BOX_H
#define ISOBOX_BOX_H

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "isobox/detail/start.h"
#include "isobox/options.h"
#include "isobox/result.h"

namespace isobox {

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

  /// execute() with an Asio completion token for void(ExecutionResult). Cancelling through the token's
  /// cancellation slot ends the execution with Verdict::Cancelled. A handler without an executor of its own
  /// runs on Asio's system executor, never on the box's thread.
  template <class Token = boost::asio::use_future_t<>>
  auto asyncExecute(std::string code, ExecutionOptions options = {}, Token&& token = Token()) {
    return boost::asio::async_initiate<Token, void(ExecutionResult)>(
        [core = core()](auto handler, const std::string& source, const ExecutionOptions& chosen) {
          detail::startFor(core, std::move(handler), source, chosen, detail::DeliverResult());
        },
        token, std::move(code), std::move(options));
  }

  /// run() with an Asio completion token for void(std::exception_ptr, boost::json::value); otherwise as
  /// asyncExecute.
  template <class Token = boost::asio::use_future_t<>>
  auto asyncRun(std::string code, ExecutionOptions options = {}, Token&& token = Token()) {
    return boost::asio::async_initiate<Token, void(std::exception_ptr, boost::json::value)>(
        [core = core()](auto handler, const std::string& source, const ExecutionOptions& chosen) {
          detail::startFor(core, std::move(handler), source, chosen, detail::DeliverValue());
        },
        token, std::move(code), std::move(options));
  }

  /// Returns once the supervisor keeps `pool.min` warm runners; the first executions then need not wait for
  /// any. Throws ExecutionError when that cannot be.
  void warmupPool();

  /// What the supervisor says of itself: version, limits, ceiling, pool, isolation. Throws ExecutionError.
  boost::json::object info();

  /// Ends all calls under way with Verdict::Cancelled, the connection, and the private supervisor. May be
  /// repeated.
  void shutdown();

 private:
  /// Throws std::logic_error after shutdown() and in a moved-from box.
  const std::shared_ptr<detail::Core>& core() const;

  std::shared_ptr<detail::Core> core_;
};

}  // namespace isobox

#endif
