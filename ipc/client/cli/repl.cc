// `isobox repl`: programs typed line by line, in a session that keeps what they leave. Runs in the isobox program; prints in
// its main thread only.
#include <unistd.h>

#include <array>
#include <cctype>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "ipc/client/cli/commands.h"
#include "ipc/client/cli/completion.h"
#include "ipc/client/cli/execute.h"
#include "ipc/client/cli/output.h"
#include "ipc/client/cli/report.h"
#include "ipc/client/cli/source.h"
#include "ipc/client/cli/terminal.h"
#include "ipc/client/cli/unfinished.h"
#include "ipc/client/inspector.h"
#include "isobox/box.h"
#include "isobox/values.h"

namespace isobox::cli {

namespace asio = boost::asio;

namespace {

constexpr const char* kFilename = "[repl]";
/// A private supervisor ends sessions that nobody uses; one at whose prompt somebody sits is in use.
constexpr std::chrono::minutes kTouch{2};

/// As node's own prompt has it: strings in quotes.
std::string shown(const boost::json::value& value) {
  return detail::Inspector().format(value, 0);
}

/// Signals as something to ask for and to wait for, instead of their default.
class Attention {
 public:
  explicit Attention(asio::io_context& io) : signals_(io, SIGINT, SIGTERM, SIGHUP) { listen(); }

  std::function<void()> onSignal;

  /// The signal that came since the last call, or 0.
  int take() { return std::exchange(last_, 0); }

 private:
  void listen() {
    signals_.async_wait([this](const auto& error, int signal) {
      if (error) return;
      if (last_ != 0) ::_exit(128 + signal);  // nobody has answered the first one yet
      last_ = signal;
      if (onSignal) onSignal();
      listen();
    });
  }

  asio::signal_set signals_;
  int last_ = 0;
};

class Repl {
 public:
  Repl(const Job& job, SessionOptions options, std::string name, bool keep)
      : box_(job.box), execution_(job.execution), options_(std::move(options)), name_(std::move(name)), keep_(keep),
        private_(job.box.socket.empty()), session_(box_.createSession(name_, options_)) {
    execution_.onConsole = [this](const ConsoleEntry& entry) { asio::post(io_, [entry] { printConsoleEntry(entry); }); };
    execution_.isolation = false;
  }

  int run() {
    const int status = converse();
    // A session that nobody can name any more would only wait for its idle time.
    if (!keep_) closeSession();
    return status;
  }

 private:
  struct Command {
    std::string_view name, operand, help;
    void (Repl::*perform)(const std::string& operand);
  };
  static const std::array<Command, 6> kCommands;

  enum class Outcome { Done, Unfinished };

  // ---- lines ----

  int converse() {
    const bool person = ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0;
    if (person) {
      attention_.emplace(io_);
      lines_ = std::make_unique<Terminal>([this](const std::string& word) { return completionsOf(session_, word); });
      printOut("isobox " ISOBOX_VERSION ", session " + name_ + "; .help tells the commands\n");
    } else {
      lines_ = std::make_unique<PipedLines>();
    }
    std::string input;
    while (!left_) {
      const Line line = lines_->read(input.empty() ? "> " : "... ", [this] { return interrupted(); });
      if (line.kind == Line::Kind::End) return atEnd(input, person);
      if (line.kind == Line::Kind::Interrupted) input.clear();
      else take(input, line.text);
    }
    return *left_;
  }

  /// Is there a signal for the prompt? Those that mean the program's end are noted.
  bool interrupted() {
    io_.restart();
    io_.poll();
    touch();
    const int signal = attention_->take();
    if (signal != 0 && signal != SIGINT) left_ = 128 + signal;
    return signal != 0;
  }

  void touch() {
    if (!private_ || std::chrono::steady_clock::now() < touched_ + kTouch) return;
    touched_ = std::chrono::steady_clock::now();
    ExecutionOptions nothing;
    nothing.isolation = false;
    session_.execute("", nothing);
  }

  int atEnd(const std::string& input, bool person) {
    if (input.empty() || person) return 0;
    printFailure(pending_, input);
    return verdictExitStatus(Verdict::SyntaxError);
  }

  void take(std::string& input, const std::string& line) {
    const auto first = line.find_first_not_of(" \t\r");
    if (input.empty() && first == line.npos) return;
    if (input.empty() && line[first] == '.' && first + 1 < line.size() && std::islower(static_cast<unsigned char>(line[first + 1])))
      return command(line.substr(first));
    input += line + "\n";
    if (evaluate(input) == Outcome::Done) input.clear();
  }

  // ---- programs ----

  Outcome evaluate(const std::string& input) {
    // A person who writes { a: 1 } means an object.
    const auto first = input.find_first_not_of(" \t"), last = input.find_last_not_of(" \t\r\n");
    if (input[first] == '{' && input[last] != ';') {
      std::string object = "(";
      object.append(input, 0, last + 1).append("\n)");
      const auto result = execute(object, kFilename, execution_.language);
      if (result.verdict != Verdict::SyntaxError) return tell(result, object), Outcome::Done;
    }
    auto result = execute(input, kFilename, execution_.language);
    if (isUnfinished(result, input)) {
      pending_ = std::move(result);
      return Outcome::Unfinished;
    }
    tell(result, input);
    return Outcome::Done;
  }

  bool isUnfinished(const ExecutionResult& result, const std::string& input) {
    if (result.verdict != Verdict::SyntaxError || !result.error || result.error->file != kFilename) return false;
    const Ending ending = endingOf(input, *result.error);
    if (ending != Ending::Doubtful) return ending == Ending::Unfinished;
    const auto probed = execute(probeFor(input), kFilename, execution_.language);
    return probed.verdict == Verdict::SyntaxError && probed.error && wasUnfinished(input, *probed.error);
  }

  /// Runs it in the session; begins a fresh one first when the session has ended in the meantime.
  ExecutionResult execute(const std::string& code, const std::string& filename, Language language) {
    touched_ = std::chrono::steady_clock::now();
    auto result = executeOnce(code, filename, language);
    if (result.verdict != Verdict::InvalidRequest || !isGone()) return result;
    begin("the session had ended");
    return executeOnce(code, filename, language);
  }

  ExecutionResult executeOnce(const std::string& code, const std::string& filename, Language language) {
    const bool forThisOnly = !attention_;  // a pipe's reader is not to be kept from its signals
    if (forThisOnly) attention_.emplace(io_);
    auto options = execution_;
    options.filename = filename;
    options.language = language;
    asio::cancellation_signal withdraw;
    std::optional<ExecutionResult> result;
    attention_->onSignal = [&] { withdraw.emit(asio::cancellation_type::total); };
    const auto take = [&](ExecutionResult ended) { result = std::move(ended); };
    session_.asyncExecute(code, options, asio::bind_executor(io_, asio::bind_cancellation_slot(withdraw.slot(), take)));
    io_.restart();
    while (!result) io_.run_one();
    attention_->onSignal = nullptr;
    const int signal = attention_->take();
    if (signal != 0 && (forThisOnly || signal != SIGINT)) left_ = 128 + signal;
    if (forThisOnly) attention_.reset();
    return *std::move(result);
  }

  void tell(const ExecutionResult& result, const std::string& source) {
    if (result.ok())
      printValue(shown(result.value) + "\n");
    else
      printFailure(result, source);
    if (timed_) printOut(timesOf(result));
    if (result.rebuilt) complain("the session had no process any more: its data is back, its functions and classes are not");
    const bool harmless = result.ok() || result.verdict == Verdict::Error || result.verdict == Verdict::SyntaxError;
    if (!harmless && !left_ && isGone()) begin("the session ended with it, and what it knew is gone");
  }

  static std::string timesOf(const ExecutionResult& result) {
    std::array<char, 80> text;
    std::snprintf(text.data(), text.size(), "%.3f ms, CPU %.3f ms\n", result.duration.count(), result.cpu.count());
    return text.data();
  }

  // ---- the session ----

  bool isGone() {
    for (const auto& session : box_.sessions())
      if (const auto* name = session.if_contains("session"); name && *name == boost::json::string_view(name_)) return false;
    return true;
  }

  void begin(const std::string& why) {
    session_ = box_.createSession(name_, options_);
    complain(why + "; this is a fresh one");
  }

  void closeSession() {
    try {
      session_.close();
    } catch (const ExecutionError&) {
      // It has ended already.
    }
  }

  // ---- commands ----

  void command(const std::string& line) {
    const auto end = line.find_first_of(" \t\r");
    const std::string name = line.substr(0, end);
    const auto from = end == line.npos ? end : line.find_first_not_of(" \t", end);
    std::string operand = from == line.npos ? "" : line.substr(from);
    while (!operand.empty() && std::isspace(static_cast<unsigned char>(operand.back()))) operand.pop_back();
    for (const Command& command : kCommands) {
      if (command.name != name) continue;
      if (operand.empty() != command.operand.empty())
        return complain(operand.empty() ? name + " needs " + std::string(command.operand) : name + " takes nothing: " + operand);
      try {
        return (this->*command.perform)(operand);
      } catch (const ExecutionError& failed) {
        return printFailure(failed.result(), "");
      }
    }
    complain("there is no command " + name + "; .help tells those that there are");
  }

  void help(const std::string&) {
    for (const Command& command : kCommands) {
      std::string left = std::string(command.name) + (command.operand.empty() ? "" : " ") + std::string(command.operand);
      left.resize(13, ' ');
      printOut(left + std::string(command.help) + "\n");
    }
    printOut("Ctrl-D leaves. Ctrl-C clears the line, or interrupts the program that runs; what it has done so far stays.\n");
  }

  void leave(const std::string&) { left_ = 0; }

  void reset(const std::string&) {
    if (isGone()) return begin("the session had ended");
    session_.reset();
  }

  void state(const std::string&) {
    std::vector<std::string> skipped;
    printValue(shown(session_.getState(&skipped)) + "\n");
    std::string names;
    for (const auto& name : skipped) names += (names.empty() ? "" : ", ") + name;
    if (!names.empty()) printOut("and what is no data: " + names + "\n");
  }

  void load(const std::string& path) {
    const auto source = readSource(path);
    if (!source) return complain(source.error().describe());
    const bool typescript = path.ends_with(".ts") || path.ends_with(".mts") || path.ends_with(".cts");
    tell(execute(*source, path, typescript ? Language::TypeScript : execution_.language), *source);
  }

  void time(const std::string&) {
    timed_ = !timed_;
    printOut(timed_ ? "times are shown\n" : "times are not shown\n");
  }

  IsoBox box_;
  ExecutionOptions execution_;
  const SessionOptions options_;
  const std::string name_;
  const bool keep_, private_;
  Session session_;
  asio::io_context io_{1};
  std::optional<Attention> attention_;
  std::unique_ptr<Lines> lines_;
  ExecutionResult pending_;  // of the input that is not finished
  std::chrono::steady_clock::time_point touched_ = std::chrono::steady_clock::now();
  bool timed_ = false;
  std::optional<int> left_;  // the exit status
};

const std::array<Repl::Command, 6> Repl::kCommands{{
    {".help", "", "print this", &Repl::help},
    {".exit", "", "leave", &Repl::leave},
    {".reset", "", "forget everything that programs have left", &Repl::reset},
    {".state", "", "print what programs have left", &Repl::state},
    {".load", "FILE", "run a file", &Repl::load},
    {".time", "", "show how long each program takes, or no more", &Repl::time},
}};

/// What is wrong with the options about durable sessions; "" if nothing is.
std::string readDurable(const Arguments& arguments, Job& job) {
  const auto folder = arguments.value("--sessions");
  if (folder && !job.box.socket.empty()) return "--sessions: the supervisor behind --socket has a folder of its own";
  if (folder) job.box.sessions.folder = std::filesystem::absolute(*folder).lexically_normal();
  if (!arguments.has("--durable")) return "";
  if (arguments.operands().empty()) return "--durable: a session needs a name to be found again";
  return folder || !job.box.socket.empty() ? "" : "--durable: name the folder with --sessions, or a supervisor with --socket";
}

SessionOptions sessionOptions(const Job& job) {
  SessionOptions options;
  options.timeout = job.box.execution.timeout;
  options.cpu = job.execution.cpu;
  options.memory = job.box.execution.memory.max;
  return options;
}

}  // namespace

int replCommand(const Arguments& arguments) {
  auto job = readJob(arguments, kFilename);
  if (!job) {
    complain(job.error().operation + ": " + job.error().detail);
    return kUsageStatus;
  }
  if (const auto wrong = readDurable(arguments, *job); !wrong.empty()) return complain(wrong), kUsageStatus;
  auto options = sessionOptions(*job);
  options.durable = arguments.has("--durable");
  job->box.pool.max = 2;  // the session's runner, and the next one's after it has ended
  // A session that is there already has a memory of its own.
  if (!job->box.socket.empty()) job->box.execution.memory.max.reset();
  const auto& names = arguments.operands();
  try {
    return Repl(*job, options, names.empty() ? "repl-" + std::to_string(::getpid()) : names[0], !names.empty()).run();
  } catch (const std::invalid_argument& wrong) {
    return printFailure(refused(wrong), ""), verdictExitStatus(Verdict::InvalidRequest);
  } catch (const ExecutionError& failed) {
    printFailure(failed.result(), "");
    return verdictExitStatus(failed.verdict());
  }
}

}  // namespace isobox::cli
