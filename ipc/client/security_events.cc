// What executions say about security. Runs in the user's process.
#include "ipc/client/security_events.h"

#include <chrono>

namespace isobox::detail {

std::optional<boost::json::object> describeViolation(const ExecutionResult& result, const std::string& filename) {
  if (result.verdict != Verdict::Violation && result.verdict != Verdict::ProtocolViolation) return std::nullopt;
  boost::json::object context{{"filename", filename}, {"message", result.message}};
  if (const auto& call = result.violation) {
    context["syscall"] = call->name;
    context["number"] = call->number;
    context["abi"] = call->abi;
    context["arguments"] = boost::json::array(call->arguments.begin(), call->arguments.end());
  }
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return boost::json::object{
      {"type", result.verdict == Verdict::Violation ? "syscall" : "protocol"},
      {"severity", "critical"},
      {"timestamp", std::chrono::duration_cast<std::chrono::milliseconds>(now).count()},
      {"context", std::move(context)}};
}

}  // namespace isobox::detail
