// What executions say about security. Runs in the user's process.
#include "ipc/client/security_events.h"

#include <chrono>

namespace isobox::detail {
namespace {

boost::json::object event(std::string_view type, std::string_view severity, boost::json::object context) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {{"type", type},
          {"severity", severity},
          {"timestamp", std::chrono::duration_cast<std::chrono::milliseconds>(now).count()},
          {"context", std::move(context)}};
}

}  // namespace

std::vector<boost::json::object> describeViolations(const ExecutionResult& result, const std::string& filename) {
  std::vector<boost::json::object> events;
  if (result.verdict == Verdict::Violation || result.verdict == Verdict::ProtocolViolation) {
    boost::json::object context{{"filename", filename}, {"message", result.message}};
    if (const auto& call = result.violation) {
      context["syscall"] = call->name;
      context["number"] = call->number;
      context["abi"] = call->abi;
      context["arguments"] = boost::json::array(call->arguments.begin(), call->arguments.end());
    }
    events.push_back(event(result.verdict == Verdict::Violation ? "syscall" : "protocol", "critical", std::move(context)));
  }
  for (const std::string& module : result.denied)
    events.push_back(event("module", "warn", {{"filename", filename}, {"module", module}}));
  return events;
}

}  // namespace isobox::detail
