// Results as JSON and as exceptions. Runs in the user's process.
#include "isobox/result.h"

#include <array>
#include <boost/json/array.hpp>
#include <charconv>

namespace isobox {

namespace json = boost::json;

namespace {

std::string describe(const ExecutionResult& result) {
  if (!result.error)
    return result.message.empty() ? std::string(verdictName(result.verdict)) : result.message;
  const ScriptError& error = *result.error;
  std::string text = error.name;
  if (!error.message.empty()) text += ": " + error.message;
  if (error.line == 0) return text;
  text += " (" + error.file + ":" + std::to_string(error.line);
  if (error.column != 0) text += ":" + std::to_string(error.column);
  return text + ")";
}

json::object toJson(const ScriptError& error) {
  return {{"name", error.name}, {"message", error.message}, {"stack", error.stack},
          {"file", error.file}, {"line", error.line},       {"column", error.column}};
}

/// As text: a JSON number keeps 53 bits in most readers.
std::string hexadecimal(std::uint64_t number) {
  std::array<char, 16> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
  return "0x" + std::string(digits.data(), end);
}

json::object toJson(const SyscallViolation& call) {
  json::array arguments;
  for (const auto argument : call.arguments) arguments.emplace_back(hexadecimal(argument));
  return {{"syscall", call.name},
          {"number", call.number},
          {"abi", call.abi},
          {"arguments", std::move(arguments)}};
}

json::object toJson(const IsolationReport& report) {
  json::object layers;
  for (const auto& [layer, proof] : report.layers) layers[layer] = proof;
  json::object object{{"layers", std::move(layers)},
                      {"missing", json::array(report.missing.begin(), report.missing.end())}};
  if (!report.filterDigest.empty()) object["filter"] = "sha256:" + report.filterDigest;
  return object;
}

json::array toJson(const std::vector<ConsoleEntry>& console) {
  json::array entries;
  for (const ConsoleEntry& entry : console)
    entries.push_back({{"level", consoleLevelName(entry.level)}, {"text", entry.text}});
  return entries;
}

json::object toJson(const Timings& timings) {
  json::object object{{"parse", timings.parse.count()},   {"queue", timings.queue.count()}, {"prepare", timings.prepare.count()},
                      {"send", timings.send.count()},     {"run", timings.run.count()},     {"finish", timings.finish.count()},
                      {"total", timings.total.count()},   {"warm", timings.warm},
                      {"start",
                       {{"spawn", timings.spawn.count()},
                        {"admit", timings.admit.count()},
                        {"seal", timings.seal.count()},
                        {"prove", timings.prove.count()}}}};
  if (const auto& said = timings.claimed)
    object["claimed"] = {{"read", said->read.count()},       {"bind", said->bind.count()}, {"lower", said->lower.count()},
                         {"compile", said->compile.count()}, {"run", said->run.count()},   {"encode", said->encode.count()}};
  return object;
}

}  // namespace

std::string_view consoleLevelName(ConsoleLevel level) {
  switch (level) {
    case ConsoleLevel::Log:
      return "log";
    case ConsoleLevel::Info:
      return "info";
    case ConsoleLevel::Debug:
      return "debug";
    case ConsoleLevel::Warn:
      return "warn";
    case ConsoleLevel::Error:
      return "error";
    case ConsoleLevel::Stdout:
      return "stdout";
    case ConsoleLevel::Stderr:
      return "stderr";
  }
  return "log";
}

std::string_view memorySourceName(MemorySource source) {
  switch (source) {
    case MemorySource::Cgroup:
      return "cgroup";
    case MemorySource::Rusage:
      return "rusage";
    case MemorySource::None:
      return "none";
  }
  return "none";
}

json::object toJson(const ExecutionResult& result) {
  json::object object{{"verdict", verdictName(result.verdict)}};
  if (result.ok()) {
    object["value"] = result.value;
    object["type"] = result.type;
  }
  object["duration"] = result.duration.count();
  object["cpu"] = result.cpu.count();
  object["queued"] = result.queued.count();
  object["memory"] = result.memory;
  object["memorySource"] = memorySourceName(result.memorySource);
  if (result.steps) object["steps"] = *result.steps;
  if (!result.ok()) object["message"] = result.message;
  if (result.error) object["error"] = toJson(*result.error);
  if (result.violation) object["violation"] = toJson(*result.violation);
  if (result.rebuilt) object["rebuilt"] = true;
  if (!result.unsaved.empty()) object["unsaved"] = boost::json::array(result.unsaved.begin(), result.unsaved.end());
  if (!result.denied.empty()) object["denied"] = boost::json::array(result.denied.begin(), result.denied.end());
  object["console"] = toJson(result.console);
  if (result.isolation) object["isolation"] = toJson(*result.isolation);
  if (result.timings) object["timings"] = toJson(*result.timings);
  if (result.retryAfter) object["retryAfter"] = result.retryAfter->count();
  return object;
}

ExecutionError::ExecutionError(ExecutionResult result)
    : std::runtime_error(describe(result)), result_(std::move(result)) {}

}  // namespace isobox
