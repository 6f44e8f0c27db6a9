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
#include "ipc/client/cli/execute.h"
#include "ipc/client/cli/output.h"
#include "ipc/client/cli/report.h"
#include "ipc/client/cli/source.h"
#include "ipc/client/cli/trace.h"
#include "isobox/box.h"
#include "isobox/values.h"

namespace isobox::cli {

namespace asio = boost::asio;

namespace {

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

int execute(const Arguments& arguments, std::string source, const std::string& usualName, bool printValue) {
  auto job = readJob(arguments, usualName);
  if (!job) {
    complain(job.error().operation + ": " + job.error().detail);
    return kUsageStatus;
  }
  job->source = std::move(source);
  job->execution.args.assign(arguments.operands().begin() + 1, arguments.operands().end());
  job->execution.discardValue = !printValue && !arguments.has("--json") && !arguments.has("--stream");
  if (arguments.has("--stream")) return streamValues(*job, arguments.has("--json"));
  const End end = perform(*job);
  if (arguments.has("--json")) {
    printJson(end.result);
  } else {
    printConsole(end.result);
    if (!end.result.ok()) printFailure(end.result, job->source);
    if (end.result.ok() && printValue) printOut(inspect(end.result.value) + "\n");
    printTimings(end.result);
  }
  return exitStatus(end);
}

}  // namespace

End perform(const Job& job) {
  try {
    IsoBox box(job.box);
    return await(box, job);
  } catch (const std::invalid_argument& wrong) {
    return {refused(wrong)};
  }
}

ExecutionResult refused(const std::invalid_argument& wrong) {
  ExecutionResult result;
  result.verdict = Verdict::InvalidRequest;
  result.message = wrong.what();
  return result;
}

int exitStatus(const End& end) {
  const bool withdrawn = end.signal != 0 && end.result.verdict == Verdict::Cancelled;
  return withdrawn ? 128 + end.signal : verdictExitStatus(end.result.verdict);
}

namespace {

/// One word is the program's; those behind it, which stand behind `--`, are its arguments.
bool oneWord(const Arguments& arguments) {
  const auto own = arguments.operands().size() - arguments.operandsAfterDashes().size();
  if (own <= 1) return true;
  complain("one word too many: " + arguments.operands()[1] + "; quote what has spaces; the program's own words stand after --");
  return false;
}

}  // namespace

int evalCommand(const Arguments& arguments) {
  if (!oneWord(arguments)) return kUsageStatus;
  return execute(arguments, arguments.operands()[0], "[eval]", true);
}

int runCommand(const Arguments& arguments) {
  if (!oneWord(arguments)) return kUsageStatus;
  const std::string& path = arguments.operands()[0];
  auto source = readSource(path);
  if (!source) {
    complain(source.error().describe());
    return kUsageStatus;
  }
  return execute(arguments, std::move(*source), path == "-" ? "[stdin]" : path, false);
}

}  // namespace isobox::cli
