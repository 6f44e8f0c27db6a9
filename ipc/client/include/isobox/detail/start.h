// Between a completion token of the caller's and the library's compiled part. Not to be used directly.
#ifndef ISOBOX_DETAIL_START_H
#define ISOBOX_DETAIL_START_H

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/json/value.hpp>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "isobox/options.h"
#include "isobox/result.h"

namespace isobox::detail {

class Core;

/// A function that takes the result, once; called on the box's thread.
using ResultSink = boost::asio::any_completion_handler<void(ExecutionResult)>;

void startExecute(const std::shared_ptr<Core>& core, boost::asio::cancellation_slot slot, ResultSink sink,
                  std::string_view code, const ExecutionOptions& options, const std::string& session);

/// Metrics and events, in the thread that gets the result.
void recordFor(const std::shared_ptr<Core>& core, const ExecutionResult& result, const std::string& filename);

/// Starts an execution for a completion handler; `session` empty: in a process of its own. `deliver(handler, result)` runs on the handler's executor,
/// always by way of post: an executor that may run its work at once would run the user's code on the box's
/// thread.
template <class Handler, class Deliver>
void startFor(const std::shared_ptr<Core>& core, Handler handler, std::string_view code,
              const ExecutionOptions& options, const std::string& session, Deliver deliver) {
  const boost::asio::cancellation_slot slot = boost::asio::get_associated_cancellation_slot(handler);
  auto work = boost::asio::make_work_guard(handler, boost::asio::system_executor());
  auto sink = [handler = std::move(handler), work = std::move(work), deliver, weak = std::weak_ptr(core),
               filename = options.filename](ExecutionResult result) mutable {
    const auto executor = work.get_executor();
    boost::asio::post(executor, [handler = std::move(handler), work = std::move(work), deliver, weak = std::move(weak),
                                 filename = std::move(filename), result = std::move(result)]() mutable {
      boost::asio::get_associated_cancellation_slot(handler).clear();
      if (const auto alive = weak.lock()) recordFor(alive, result, filename);
      deliver(std::move(handler), std::move(result));
    });
  };
  startExecute(core, slot, std::move(sink), code, options, session);
}

struct DeliverResult {
  template <class Handler>
  void operator()(Handler handler, ExecutionResult result) const {
    std::move(handler)(std::move(result));
  }
};

struct DeliverValue {
  template <class Handler>
  void operator()(Handler handler, ExecutionResult result) const {
    if (result.ok()) return std::move(handler)(std::exception_ptr(), std::move(result.value));
    std::move(handler)(std::make_exception_ptr(ExecutionError(std::move(result))), boost::json::value());
  }
};

}  // namespace isobox::detail

#endif
