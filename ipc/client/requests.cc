// From a call's options to the parameters of `run`. Runs in the user's process.
#include "ipc/client/requests.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <cmath>

#include "ipc/client/option_checks.h"
#include "ipc/client_messages.h"
#include "ipc/json.h"
#include "policy/validators.h"

namespace isobox::detail {

namespace json = boost::json;

namespace {

std::optional<std::string> wrongCall(std::string_view code, const ExecutionOptions& options) {
  if (const auto problem = policy::checkUtf8(code)) return "code: " + problem->message;
  const auto problems = wrongOptions(options);
  if (problems.empty()) return std::nullopt;
  return problems.front().path + ": " + problems.front().message;
}

json::object mergedEnvironment(std::map<std::string, std::string> box,
                               const std::map<std::string, std::string>& call) {
  for (const auto& [name, value] : call) box[name] = value;
  json::object merged;
  for (const auto& [name, value] : box) merged[name] = value;
  return merged;
}

/// NaN and the infinities, which JSON lacks, as the tags they come back as.
void tagNumbers(json::value& value) {
  if (auto* number = value.if_double(); number != nullptr && !std::isfinite(*number))
    value = {{"$isobox", std::isnan(*number) ? "NaN" : *number > 0 ? "Infinity" : "-Infinity"}};
  else if (auto* array = value.if_array())
    std::for_each(array->begin(), array->end(), tagNumbers);
  else if (auto* object = value.if_object())
    for (auto& member : *object) tagNumbers(member.value());
}

json::object tagged(const json::object& variables) {
  json::object copy = variables;
  for (auto& member : copy) tagNumbers(member.value());
  return copy;
}

ipc::ModuleRules::Mock mockFor(const std::string& name, const ModuleMock& mock) {
  using Kind = ipc::ModuleRules::MockKind;
  if (mock.kind == ModuleMock::Kind::Data) return {name, Kind::Json, ipc::writeJson(mock.value)};
  if (mock.kind == ModuleMock::Kind::Source) return {name, Kind::Source, mock.text};
  std::string names;
  for (const auto& [function, host] : mock.host) names += (names.empty() ? "" : "\n") + function;
  return {name, Kind::Functions, std::move(names)};
}

std::optional<Bytes> bytes(std::optional<std::uint64_t> count) {
  return count ? std::optional(Bytes{*count}) : std::nullopt;
}

}  // namespace

std::variant<json::object, std::string> runParams(const IsoBoxOptions& box, std::string_view code,
                                                  const ExecutionOptions& options) {
  if (auto wrong = wrongCall(code, options)) return std::move(*wrong);
  ipc::RunRequest request;
  request.code = code;
  request.filename = options.filename;
  request.language =
      options.language == Language::TypeScript ? ipc::Language::TypeScript : ipc::Language::JavaScript;
  request.timeout = options.timeout ? options.timeout : box.execution.timeout;
  request.cpu = options.cpu;
  request.memory = bytes(options.memory ? options.memory : box.execution.memory.max);
  request.console = bytes(options.consoleMax);
  request.value = bytes(options.valueMax);
  request.valueDepth = options.valueDepth;
  request.context = tagged(options.context);
  request.globals = tagged(box.context.globals);
  request.env = mergedEnvironment(box.context.env, options.env);
  for (const auto& [path, text] : options.files) request.files[path] = text;
  request.isolation = options.isolation.report;
  request.reuse = options.isolation.process == "tenant";
  request.live = options.onConsole != nullptr;
  for (const auto& [name, function] : options.functions) request.functions.push_back(name);
  for (const auto& [name, function] : box.context.functions)
    if (!options.functions.contains(name)) request.functions.push_back(name);
  request.input = options.input;
  request.arguments = options.args;
  request.fuel = options.fuel;
  request.discard = options.discardValue;
  request.trace = options.trace;
  if (const auto& given = options.deterministic) request.deterministic = ipc::Deterministic{given->seed, given->now.count()};
  request.whitelist = box.require.whitelist;
  for (const auto& [name, mock] : box.require.mocks) request.mocks.push_back(mockFor(name, mock));
  return ipc::runRequestParams(request);
}

HostFunctions functionsOf(const IsoBoxOptions& box, const ExecutionOptions& options) {
  HostFunctions functions = options.functions;
  functions.insert(box.context.functions.begin(), box.context.functions.end());
  for (const auto& [module, mock] : box.require.mocks)
    for (const auto& [name, function] : mock.host) functions.emplace(module + "#" + name, function);
  return functions;
}

boost::json::object taggedVariables(const boost::json::object& variables) { return tagged(variables); }

boost::json::value taggedValue(boost::json::value value) {
  tagNumbers(value);
  return value;
}

}  // namespace isobox::detail
