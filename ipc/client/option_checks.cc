// What is wrong with options. Runs in the user's process.
#include "ipc/client/option_checks.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "ipc/client_messages.h"
#include "ipc/json_validator.h"
#include "isobox/logger.h"
#include "policy/limits.h"
#include "policy/validators.h"

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

/// Collects problems under "options.".
class Judge {
 public:
  void time(const char* option, const std::optional<std::chrono::milliseconds>& value, Milliseconds most) {
    if (!value || (value->count() > 0 && *value <= most)) return;
    const auto count = std::to_string(value->count());
    add(option, value->count() <= 0 ? count + " ms is not above 0"
                                    : count + " ms is above " + std::to_string(most.count()) +
                                          " ms, which no policy can allow");
  }

  template <class Count>
  void range(const char* option, const std::optional<Count>& value, std::uint64_t least, std::uint64_t most,
             const std::string& unit) {
    if (!value || (*value >= least && *value <= most)) return;
    add(option, std::to_string(*value) + " " + unit + " is not within " + std::to_string(least) + " … " +
                    std::to_string(most) + " " + unit);
  }

  void text(const char* option, policy::TextCheck check) {
    if (check)
      problems.push_back({std::string("options.") + option, std::move(check->message), check->offset});
  }

  void sentence(const char* option, std::optional<std::string> wrong) {
    if (wrong) add(option, std::move(*wrong));
  }

  std::vector<Problem> problems;

 private:
  void add(const char* option, std::string message) {
    problems.push_back({.path = std::string("options.") + option, .message = std::move(message)});
  }
};

}  // namespace

std::optional<std::string> wrongVariables(const json::object& variables) {
  for (const auto& [name, value] : variables) {
    if (!ipc::isUtf8(name)) return "the name " + logText(name) + " is not valid UTF-8";
    if (!allUtf8(value)) return "a text in " + logText(name) + " is not valid UTF-8";
  }
  return std::nullopt;
}

std::optional<std::string> wrongEnvironment(const std::map<std::string, std::string>& env) {
  for (const auto& [name, value] : env) {
    if (name.empty()) return "a name is empty";
    if (const auto problem = policy::checkEnvironmentName(name))
      return "the name " + logText(name) + ": " + problem->message;
    if (const auto problem = policy::checkUtf8(value))
      return "the value of " + logText(name) + ": " + problem->message;
  }
  return std::nullopt;
}

std::optional<std::string> wrongFiles(const std::map<std::string, std::string>& files) {
  for (const auto& [path, text] : files) {
    if (path.empty()) return "a path is empty";
    if (const auto problem = policy::checkFilename(path))
      return "the path " + logText(std::string_view(path).substr(0, 200)) + ": " + problem->message;
    if (const auto problem = policy::checkUtf8(text)) return logText(path) + ": " + problem->message;
  }
  return std::nullopt;
}

namespace {

std::optional<std::string> wrongInput(const std::string& input) {
  const auto problem = policy::checkUtf8(input);
  return problem ? std::optional(problem->message) : std::nullopt;
}

std::optional<std::string> wrongArguments(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (argument.find('\0') != std::string::npos) return "one of them contains NUL";
    if (const auto problem = policy::checkUtf8(argument)) return problem->message;
  }
  return std::nullopt;
}

std::optional<std::string> wrongDeterministic(const std::optional<Deterministic>& given) {
  if (!given) return std::nullopt;
  if (given->seed > ipc::kMaxSeed) return "the seed is above 2^53";
  if (std::abs(given->now.count()) > ipc::kMaxNow) return "now is no time that a Date can have";
  return std::nullopt;
}

std::optional<std::string> wrongIsolation(const Isolation& isolation) {
  if (isolation.process == "run" || isolation.process == "tenant") return std::nullopt;
  return "is neither \"run\" nor \"tenant\"";
}

}  // namespace

std::vector<Problem> wrongOptions(const ExecutionOptions& options) {
  const auto& hard = policy::kHardCeiling;
  Judge judge;
  judge.text("filename", policy::checkFilename(options.filename));
  judge.time("timeout", options.timeout, hard.wall);
  judge.time("cpu", options.cpu, hard.cpu);
  judge.range("memory", options.memory, policy::kMinimumMemory.count, hard.memory.count, "bytes");
  judge.range("consoleMax", options.consoleMax, 0, hard.console.count, "bytes");
  judge.range("valueMax", options.valueMax, 0, hard.value.count, "bytes");
  judge.range("valueDepth", options.valueDepth, 0, hard.valueDepth, "levels");
  if (options.language != Language::JavaScript && options.language != Language::TypeScript)
    judge.sentence("language", "is none of the languages that there are");
  judge.sentence("isolation", wrongIsolation(options.isolation));
  judge.range("fuel", options.fuel, 1, ipc::kMaxFuel, "steps");
  judge.sentence("input", wrongInput(options.input));
  judge.sentence("args", wrongArguments(options.args));
  judge.sentence("deterministic", wrongDeterministic(options.deterministic));
  judge.sentence("context", wrongVariables(options.context));
  judge.sentence("env", wrongEnvironment(options.env));
  judge.sentence("files", wrongFiles(options.files));
  return std::move(judge.problems);
}

}  // namespace isobox::detail
