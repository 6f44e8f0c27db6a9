// From a call's options to the parameters of `run`. Runs in the user's process.
#include "ipc/client/requests.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <cmath>

#include "ipc/client_messages.h"
#include "ipc/json_validator.h"

namespace isobox::detail {

namespace json = boost::json;

namespace {

bool allUtf8(const json::value& value) {
  if (const auto* text = value.if_string()) return ipc::isUtf8(*text);
  if (const auto* array = value.if_array()) return std::all_of(array->begin(), array->end(), allUtf8);
  if (const auto* object = value.if_object())
    return std::all_of(object->begin(), object->end(), [](const auto& member) {
      return ipc::isUtf8(member.key()) && allUtf8(member.value());
    });
  return true;
}

std::optional<std::string> wrongCall(std::string_view code, const ExecutionOptions& options) {
  if (!ipc::isUtf8(code)) return "code: is not valid UTF-8";
  if (!ipc::isUtf8(options.filename)) return "options.filename: is not valid UTF-8";
  if (const auto wrong = wrongVariables(options.context)) return "options.context: " + *wrong;
  if (const auto wrong = wrongEnvironment(options.env)) return "options.env: " + *wrong;
  for (const auto& [path, text] : options.files)
    if (!ipc::isUtf8(path) || !ipc::isUtf8(text)) return "options.files: a text in it is not valid UTF-8";
  return std::nullopt;
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

std::optional<Bytes> bytes(std::optional<std::uint64_t> count) {
  return count ? std::optional(Bytes{*count}) : std::nullopt;
}

}  // namespace

std::optional<std::string> wrongVariables(const json::object& variables) {
  for (const auto& [name, value] : variables)
    if (!ipc::isUtf8(name) || !allUtf8(value)) return "a text in it is not valid UTF-8";
  return std::nullopt;
}

std::optional<std::string> wrongEnvironment(const std::map<std::string, std::string>& env) {
  for (const auto& [name, value] : env) {
    if (name.empty()) return "a name is empty";
    if (!ipc::isUtf8(name) || !ipc::isUtf8(value)) return "a text in it is not valid UTF-8";
    if (name.find('=') != name.npos) return "the name " + name + " has a '=' in it";
    if (name.find('\0') != name.npos) return "a name has a NUL character in it";
  }
  return std::nullopt;
}

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
  request.isolation = options.isolation;
  return ipc::runRequestParams(request);
}

}  // namespace isobox::detail
