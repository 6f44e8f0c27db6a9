// class Session: from public calls to the core. Runs in the user's process.
#include "isobox/session.h"

#include "ipc/client/executing.h"
#include "ipc/client/option_checks.h"
#include "ipc/client/replies.h"
#include "ipc/client/requests.h"

namespace isobox {

namespace json = boost::json;

namespace {

/// The result of a request that is answered like a run; throws for every verdict but ok.
ExecutionResult askForReport(detail::Core& core, std::string_view method, const json::object& params) {
  auto result = detail::toResult({.result = detail::ask(core, method, params)});
  if (!result.ok()) throw ExecutionError(std::move(result));
  return result;
}

}  // namespace

ExecutionResult Session::execute(std::string_view code, const ExecutionOptions& options) {
  return detail::executeHere(core_, code, options, id_);
}

json::value Session::run(std::string_view code, const ExecutionOptions& options) {
  auto result = execute(code, options);
  if (!result.ok()) throw ExecutionError(std::move(result));
  return std::move(result.value);
}

Stream Session::runStream(std::string_view code, const ExecutionOptions& options, StreamOptions stream) {
  return Stream(detail::stream(core_, code, options, std::move(stream), id_));
}

void Session::setState(const json::object& state) {
  if (const auto wrong = detail::wrongVariables(state))
    throw ExecutionError(detail::failedResult(Verdict::InvalidRequest, "state: " + *wrong));
  askForReport(*core_, "session.set", {{"session", id_}, {"state", detail::taggedVariables(state)}});
}

json::object Session::getState(std::vector<std::string>* skipped) {
  auto result = askForReport(*core_, "session.get", {{"session", id_}});
  auto* parts = result.value.if_object();
  auto* state = parts ? parts->if_contains("state") : nullptr;
  auto* names = parts ? parts->if_contains("skipped") : nullptr;
  if (!state || !state->is_object() || !names || !names->is_array())
    throw ExecutionError(detail::failedResult(Verdict::InternalError, "the supervisor's answer has no state"));
  if (skipped)
    for (const auto& name : names->get_array())
      if (name.is_string()) skipped->emplace_back(name.get_string());
  return std::move(state->get_object());
}

void Session::reset() {
  detail::ask(*core_, "session.reset", {{"session", id_}});
}

void Session::close() {
  detail::ask(*core_, "session.close", {{"session", id_}});
}

}  // namespace isobox
