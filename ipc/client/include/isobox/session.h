// class Session: programs that find what those before them left. Used in the user's process.
#ifndef ISOBOX_SESSION_H
#define ISOBOX_SESSION_H

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "isobox/detail/start.h"
#include "isobox/options.h"
#include "isobox/result.h"
#include "isobox/stream.h"

namespace isobox {

namespace detail {
class Core;
}

/// A runner that stays: what a program declares at its top is there for the next one, and may be declared again. Programs
/// of one session run one after the other, in the order in which they were asked for, whoever asked.
///
/// A program that runs out of time or memory, or is cancelled, is stopped; the session lives on with its state. Only one that
/// has to be killed (it does not yield, or breaks out of the rules) ends the session; later calls then throw ExecutionError with
/// Verdict::InvalidRequest that says why.
///
/// A Session is a handle: copies mean the same session, which lives in the supervisor until close(), its idle time, or the
/// supervisor's end. The handle of a box that was shut down throws std::logic_error.
class Session {
 public:
  const std::string& id() const { return id_; }

  /// As IsoBox::run and execute, with the session's state. `context` is there for this run only.
  boost::json::value run(std::string_view code, const ExecutionOptions& options = {});
  ExecutionResult execute(std::string_view code, const ExecutionOptions& options = {});
  Stream runStream(std::string_view code, const ExecutionOptions& options = {}, StreamOptions stream = {});

  /// execute() with an Asio completion token, as IsoBox::asyncExecute. Cancelling through the handler's cancellation slot
  /// interrupts the program; its session lives on.
  template <class Token = boost::asio::use_future_t<>>
  auto asyncExecute(std::string code, ExecutionOptions options = {}, Token&& token = Token()) {
    return boost::asio::async_initiate<Token, void(ExecutionResult)>(
        [core = core_, id = id_](auto handler, const std::string& source, const ExecutionOptions& chosen) {
          detail::startFor(core, std::move(handler), source, chosen, id, detail::DeliverResult());
        },
        token, std::move(code), std::move(options));
  }

  /// Gives names values for the runs to come; names that were declared keep being that.
  void setState(const boost::json::object& state);

  /// What programs have declared or assigned at their top, by name: data only. Functions, classes, symbols, accessors and
  /// values that cannot be carried are left out; `skipped` tells their names.
  boost::json::object getState(std::vector<std::string>* skipped = nullptr);

  /// Forgets all state: the next run finds a fresh process.
  void reset();

  /// Ends the session, whatever runs.
  void close();

 private:
  friend class IsoBox;
  Session(std::shared_ptr<detail::Core> core, std::string id) : core_(std::move(core)), id_(std::move(id)) {}

  std::shared_ptr<detail::Core> core_;
  std::string id_;
};

}  // namespace isobox

#endif
