// From the supervisor's answers to replies and results. Runs in the user's process.
#include "ipc/client/replies.h"

#include <utility>

#include "ipc/json.h"

namespace isobox::detail {

namespace json = boost::json;

namespace {

Verdict verdictOf(ipc::RpcCode code) {
  switch (code) {
    case ipc::RpcCode::Overloaded:
      return Verdict::Overloaded;
    case ipc::RpcCode::Cancelled:
      return Verdict::Cancelled;
    case ipc::RpcCode::ParseError:
    case ipc::RpcCode::InvalidRequest:
    case ipc::RpcCode::InvalidParams:
    case ipc::RpcCode::NotFound:
    case ipc::RpcCode::NotAllowed:
      return Verdict::InvalidRequest;
    default:
      return Verdict::InternalError;
  }
}

MemorySource memorySourceOf(ipc::MemorySource source) {
  switch (source) {
    case ipc::MemorySource::Cgroup:
      return MemorySource::Cgroup;
    case ipc::MemorySource::Rusage:
      return MemorySource::Rusage;
    case ipc::MemorySource::None:
      return MemorySource::None;
  }
  return MemorySource::None;
}

ConsoleLevel levelOf(ipc::ConsoleLevel level) {
  switch (level) {
    case ipc::ConsoleLevel::Log:
      return ConsoleLevel::Log;
    case ipc::ConsoleLevel::Info:
      return ConsoleLevel::Info;
    case ipc::ConsoleLevel::Debug:
      return ConsoleLevel::Debug;
    case ipc::ConsoleLevel::Warn:
      return ConsoleLevel::Warn;
    case ipc::ConsoleLevel::Error:
      return ConsoleLevel::Error;
    case ipc::ConsoleLevel::Stdout:
      return ConsoleLevel::Stdout;
    case ipc::ConsoleLevel::Stderr:
      return ConsoleLevel::Stderr;
  }
  return ConsoleLevel::Log;
}

Timings timingsOf(const ipc::Timings& from) {
  Timings timings{.parse = from.parse,
                  .queue = from.queue,
                  .prepare = from.prepare,
                  .send = from.send,
                  .run = from.run,
                  .finish = from.finish,
                  .total = from.total(),
                  .warm = from.warm,
                  .spawn = from.start.spawn,
                  .admit = from.start.admit,
                  .seal = from.start.seal,
                  .prove = from.start.prove,
                  .claimed = {}};
  if (const auto& said = from.claimed)
    timings.claimed = Timings::Claimed{said->read, said->bind, said->lower, said->compile, said->run, said->encode};
  return timings;
}

/// The strings of a JSON array; none when it is not one.
std::vector<std::string> stringsIn(const std::string& text) {
  std::vector<std::string> strings;
  const auto parsed = ipc::parseJson(text);
  if (!parsed || !parsed->is_array()) return strings;
  for (const auto& each : parsed->get_array())
    if (each.is_string()) strings.emplace_back(each.get_string());
  return strings;
}

void takeEvidence(ExecutionResult& result, ipc::ExecutionReport& report) {
  if (auto& error = report.error)
    result.error = ScriptError{std::move(error->name),
                               std::move(error->message),
                               std::move(error->stack),
                               std::move(error->file),
                               error->line,
                               error->column};
  if (auto& call = report.violation)
    result.violation = SyscallViolation{std::move(call->name), call->number, std::move(call->abi),
                                        std::move(call->arguments)};
  for (ipc::ConsoleEntry& entry : report.console)
    result.console.push_back({levelOf(entry.level), std::move(entry.text)});
  if (auto& layers = report.isolation)
    result.isolation = IsolationReport{std::move(layers->layers), std::move(layers->missing),
                                       std::move(layers->filterDigest)};
}

}  // namespace

Reply toReply(ipc::Answer answer) {
  if (!answer.error) return {.result = std::move(answer.result)};
  return {.verdict = verdictOf(answer.error->code),
          .message = std::move(answer.error->message),
          .retryAfter = answer.error->retryAfter};
}

std::optional<Reply> parseRefusal(std::string_view line) {
  auto parsed = ipc::parseJson(line);
  if (!parsed || !parsed->is_object()) return std::nullopt;
  const json::object& answer = parsed->get_object();
  const json::value* id = answer.if_contains("id");
  const json::value* error = answer.if_contains("error");
  if (id == nullptr || !id->is_null() || error == nullptr || !error->is_object()) return std::nullopt;
  const json::value* code = error->get_object().if_contains("code");
  const json::value* message = error->get_object().if_contains("message");
  if (code == nullptr || !code->is_int64() || message == nullptr || !message->is_string())
    return std::nullopt;
  return Reply{.verdict = verdictOf(static_cast<ipc::RpcCode>(code->get_int64())),
               .message = std::string(message->get_string())};
}

ExecutionResult toResult(Reply reply) {
  if (reply.verdict != Verdict::Ok) {
    auto failed = failedResult(reply.verdict, std::move(reply.message));
    failed.retryAfter = reply.retryAfter;
    return failed;
  }
  auto received = ipc::parseReport(std::move(reply.result));
  if (!received)
    return failedResult(Verdict::InternalError,
                        "the supervisor sent a result that this library does not understand");
  ipc::ExecutionReport& report = received->report;
  ExecutionResult result;
  result.verdict = report.verdict;
  result.message = std::move(report.message);
  if (received->value) result.value = std::move(*received->value);
  result.type = ipc::valueTypeName(report.type);
  result.duration = report.duration;
  result.cpu = report.cpu;
  result.queued = report.queued;
  result.memory = report.memory.count;
  result.memorySource = memorySourceOf(report.memorySource);
  result.denied = std::move(report.denied);
  result.rebuilt = report.rebuilt;
  result.unsaved = stringsIn(report.unsaved);
  result.steps = report.steps;
  if (report.timings) result.timings = timingsOf(*report.timings);
  takeEvidence(result, report);
  return result;
}

ExecutionResult failedResult(Verdict verdict, std::string message) {
  ExecutionResult result;
  result.verdict = verdict;
  result.message = std::move(message);
  return result;
}

std::string excerpt(std::string_view line) {
  constexpr std::size_t kShown = 80;
  std::string text;
  ipc::appendJsonString(text, line.substr(0, kShown));
  return line.size() > kShown ? text + "…" : text;
}

}  // namespace isobox::detail
