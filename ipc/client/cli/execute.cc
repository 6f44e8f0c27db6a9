// `isobox eval` and `isobox run`: one program in a private supervisor or over a socket. Runs in the isobox
// program.
#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <stdexcept>
#include <string>

#include "ipc/client/cli/commands.h"
#include "ipc/client/cli/output.h"
#include "ipc/client/cli/report.h"
#include "ipc/client/cli/source.h"
#include "ipc/json.h"
#include "isobox/box.h"
#include "isobox/values.h"
#include "policy/units_text.h"

namespace isobox::cli {

namespace asio = boost::asio;

namespace {

struct Job {
  std::string source;
  IsoBoxOptions box;
  ExecutionOptions execution;
};

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

Result<Job> readJob(const Arguments& arguments, const std::string& usualName) {
  Job job;
  ISOBOX_CHECK(readTimes(arguments, job));
  ISOBOX_CHECK(readMemory(arguments, job));
  ISOBOX_CHECK(readEnvironment(arguments, job));
  ISOBOX_CHECK(readLanguage(arguments, job));
  ISOBOX_TRY(job.execution.context, readObject(arguments, "--context"));
  ISOBOX_TRY(job.box.context.globals, readObject(arguments, "--globals"));
  job.execution.filename = arguments.value("--filename").value_or(usualName);
  job.box.socket = arguments.value("--socket").value_or("");
  job.box.jail.allowDegraded = arguments.has("--allow-degraded");
  // One program is run: a second warm runner would only cost time.
  job.box.pool.min = 1;
  job.box.pool.max = 1;
  return job;
}

/// What a job ended with, and the signal that ended it, or 0.
struct End {
  ExecutionResult result;
  int signal = 0;
};

/// Waits for the result. The first Ctrl-C withdraws the request and waits for the answer; the second waits no
/// more.
End await(IsoBox& box, const Job& job) {
  End end;
  asio::io_context io(1);
  asio::cancellation_signal withdraw;
  asio::signal_set signals(io, SIGINT, SIGTERM, SIGHUP);
  std::function<void(const boost::system::error_code&, int)> onSignal = [&](const auto& error, int signal) {
    if (error) return;
    if (end.signal != 0) ::_exit(128 + signal);
    end.signal = signal;
    withdraw.emit(asio::cancellation_type::total);
    signals.async_wait(onSignal);
  };
  signals.async_wait(onSignal);
  box.asyncExecute(
      job.source, job.execution,
      asio::bind_executor(io, asio::bind_cancellation_slot(withdraw.slot(), [&](ExecutionResult result) {
                            end.result = std::move(result);
                            signals.cancel();
                          })));
  io.run();
  return end;
}

End perform(const Job& job) {
  try {
    IsoBox box(job.box);
    return await(box, job);
  } catch (const std::invalid_argument& wrong) {
    ExecutionResult refused;
    refused.verdict = Verdict::InvalidRequest;
    refused.message = wrong.what();
    return {std::move(refused)};
  }
}

int execute(const Arguments& arguments, std::string source, const std::string& usualName, bool printValue) {
  auto job = readJob(arguments, usualName);
  if (!job) {
    complain(job.error().operation + ": " + job.error().detail);
    return kUsageStatus;
  }
  job->source = std::move(source);
  const End end = perform(*job);
  if (arguments.has("--json")) {
    printJson(end.result);
  } else {
    printConsole(end.result);
    if (!end.result.ok()) printFailure(end.result, job->source);
    if (end.result.ok() && printValue) printOut(inspect(end.result.value) + "\n");
  }
  const bool withdrawn = end.signal != 0 && end.result.verdict == Verdict::Cancelled;
  return withdrawn ? 128 + end.signal : verdictExitStatus(end.result.verdict);
}

}  // namespace

int evalCommand(const Arguments& arguments) {
  return execute(arguments, arguments.operands()[0], "[eval]", true);
}

int runCommand(const Arguments& arguments) {
  const std::string& path = arguments.operands()[0];
  auto source = readSource(path);
  if (!source) {
    complain(source.error().describe());
    return kUsageStatus;
  }
  return execute(arguments, std::move(*source), path == "-" ? "[stdin]" : path, false);
}

}  // namespace isobox::cli
