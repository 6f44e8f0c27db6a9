// Starting executions and waiting for them. Runs in the user's process, in the caller's thread.
#include "ipc/client/executing.h"

#include <variant>

#include "ipc/client/replies.h"
#include "ipc/client/requests.h"

namespace isobox::detail {

namespace json = boost::json;

ExecutionResult executeHere(std::shared_ptr<Core> core, std::string_view code, const ExecutionOptions& options,
                            const std::string& session) {
  auto params = runParams(core->options(), code, options);
  if (auto* wrong = std::get_if<std::string>(&params)) return failedResult(Verdict::InvalidRequest, std::move(*wrong));
  auto& request = std::get<json::object>(params);
  if (!session.empty()) request["session"] = session;
  auto functions = functionsOf(core->options(), options);
  if (functions.empty() && !options.onConsole) {
    // It needs no more than its result.
    auto result = toResult(core->ask("run", request));
    core->record(result, options.filename);
    return result;
  }
  const auto conversation = std::make_shared<Conversation>(core, std::move(functions), consoleOf(options), options.filename);
  conversation->begin(std::move(request));
  return conversation->finish();
}

std::shared_ptr<Conversation> stream(const std::shared_ptr<Core>& core, std::string_view code, const ExecutionOptions& options,
                                     StreamOptions streamOptions, const std::string& session) {
  auto params = runParams(core->options(), code, options);
  if (auto* wrong = std::get_if<std::string>(&params))
    throw ExecutionError(failedResult(Verdict::InvalidRequest, std::move(*wrong)));
  auto& request = std::get<json::object>(params);
  if (!session.empty()) request["session"] = session;
  request["stream"] = true;
  if (!streamOptions.onConsole) streamOptions.onConsole = options.onConsole;
  const auto conversation = std::make_shared<Conversation>(core, functionsOf(core->options(), options),
                                                           std::move(streamOptions), options.filename);
  conversation->begin(std::move(request));
  return conversation;
}

void startConversation(const std::shared_ptr<Core>& core, std::uint64_t id, json::object params, HostFunctions functions,
                       StreamOptions console, ResultSink sink) {
  const auto conversation = std::make_shared<Conversation>(core, id, std::move(functions), std::move(console), std::string());
  const auto kept = std::make_shared<ResultSink>(std::move(sink));
  // Only the end comes out: it is no stream.
  conversation->asyncNext([conversation, kept](const Conversation::Taken&) { std::move(*kept)(conversation->takeResult()); });
  conversation->begin(std::move(params));
}

StreamOptions consoleOf(const ExecutionOptions& options) {
  StreamOptions console;
  console.onConsole = options.onConsole;
  return console;
}

json::value ask(Core& core, std::string_view method, const json::object& params) {
  auto reply = core.ask(method, params);
  if (reply.verdict != Verdict::Ok) throw ExecutionError(toResult(std::move(reply)));
  return std::move(reply.result);
}

}  // namespace isobox::detail
