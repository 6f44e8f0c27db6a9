// What the command line asks for, as options of the library. Runs in the isobox program.
#include "ipc/client/cli/job.h"

#include <charconv>
#include <chrono>

#include "ipc/client/cli/connection.h"
#include "ipc/client/cli/source.h"
#include "ipc/json.h"
#include "policy/units_text.h"

namespace isobox::cli {
namespace {

Error badOption(const std::string& option, const std::string& why) {
  return Error(option, 0, why);
}

Result<> readTimes(const Arguments& arguments, Job& job) {
  if (const auto text = arguments.value("--timeout")) {
    auto time = policy::parseDuration(*text);
    if (!time) return badOption("--timeout", time.error().detail);
    job.box.execution.timeout = *time;
  }
  if (const auto text = arguments.value("--cpu")) {
    auto time = policy::parseDuration(*text);
    if (!time) return badOption("--cpu", time.error().detail);
    job.execution.cpu = *time;
  }
  return {};
}

Result<> readMemory(const Arguments& arguments, Job& job) {
  const auto text = arguments.value("--memory");
  if (!text) return {};
  auto size = policy::parseSize(*text);
  if (!size) return badOption("--memory", size.error().detail);
  job.box.execution.memory.max = size->count;
  return {};
}

Result<> readFuel(const Arguments& arguments, Job& job) {
  const auto text = arguments.value("--fuel");
  if (!text) return {};
  std::uint64_t steps = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), steps);
  if (error != std::errc() || end != text->data() + text->size() || steps == 0)
    return badOption("--fuel", *text + " is not a number of engine steps above 0");
  job.execution.fuel = steps;
  return {};
}

template <class Number>
Result<> readNumber(const Arguments& arguments, const std::string& option, Number& into) {
  const std::string text = arguments.value(option).value_or("0");
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  if (error != std::errc() || end != text.data() + text.size()) return badOption(option, text + " is not a whole number");
  return {};
}

/// Either of --seed and --now makes the run deterministic; the other one is 0 then.
Result<> readConditions(const Arguments& arguments, Job& job) {
  if (!arguments.has("--seed") && !arguments.has("--now")) return {};
  Deterministic given;
  std::int64_t now = 0;
  ISOBOX_CHECK(readNumber(arguments, "--seed", given.seed));
  ISOBOX_CHECK(readNumber(arguments, "--now", now));
  given.now = std::chrono::milliseconds(now);
  job.execution.deterministic = given;
  return {};
}

Result<> readInput(const Arguments& arguments, Job& job) {
  const auto path = arguments.value("--stdin");
  if (!path) return {};
  ISOBOX_TRY(job.execution.input, readText(*path));
  return {};
}

Result<boost::json::object> readObject(const Arguments& arguments, const std::string& option) {
  const auto text = arguments.value(option);
  if (!text) return boost::json::object();
  auto parsed = ipc::parseJson(*text);
  if (!parsed) return badOption(option, "is not JSON: " + parsed.error().detail);
  if (!parsed->is_object())
    return badOption(option, "is not a JSON object; write " + option + R"( '{"name": 1}')");
  return std::move(parsed->get_object());
}

Result<> readEnvironment(const Arguments& arguments, Job& job) {
  for (const std::string& pair : arguments.values("--env")) {
    const auto equals = pair.find('=');
    if (equals == pair.npos || equals == 0)
      return badOption("--env", pair + " is not of the form NAME=VALUE");
    job.box.context.env[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return {};
}

Result<> readLanguage(const Arguments& arguments, Job& job) {
  const auto name = arguments.value("--language").value_or("javascript");
  if (name != "javascript" && name != "typescript")
    return badOption("--language", name + " is not known; write javascript or typescript");
  if (name == "typescript") job.execution.language = Language::TypeScript;
  return {};
}

Result<> readIsolation(const Arguments& arguments, Job& job) {
  const auto name = arguments.value("--isolation").value_or("run");
  if (name != "run" && name != "tenant") return badOption("--isolation", name + " is not known; write run or tenant");
  job.execution.isolation.process = name;
  return {};
}

}  // namespace

Result<Job> readJob(const Arguments& arguments, const std::string& usualName) {
  Job job;
  ISOBOX_CHECK(readTimes(arguments, job));
  ISOBOX_CHECK(readMemory(arguments, job));
  ISOBOX_CHECK(readEnvironment(arguments, job));
  ISOBOX_CHECK(readLanguage(arguments, job));
  ISOBOX_CHECK(readFuel(arguments, job));
  ISOBOX_CHECK(readIsolation(arguments, job));
  ISOBOX_CHECK(readConditions(arguments, job));
  ISOBOX_CHECK(readInput(arguments, job));
  const auto words = arguments.operandsAfterDashes();
  job.execution.args.assign(words.begin(), words.end());
  ISOBOX_TRY(job.execution.context, readObject(arguments, "--context"));
  ISOBOX_TRY(job.box.context.globals, readObject(arguments, "--globals"));
  job.execution.filename = arguments.value("--filename").value_or(usualName);
  job.execution.trace = arguments.has("--trace");
  ISOBOX_CHECK(readConnection(arguments, job.box));
  // One program is run: a second warm runner would only cost time.
  job.box.pool.min = 1;
  job.box.pool.max = 1;
  return job;
}

}  // namespace isobox::cli
