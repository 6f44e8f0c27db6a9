// What comes back from one execution. Used in the user's process; the text in it may come from a hostile
// script and is bounded and valid UTF-8, nothing more: escape it before it goes to a terminal, a page or a
// log.
#ifndef ISOBOX_RESULT_H
#define ISOBOX_RESULT_H

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "isobox/verdict.h"

namespace isobox {

using FractionalMilliseconds = std::chrono::duration<double, std::milli>;

/// An error that the script threw and did not catch, or a syntax error.
struct ScriptError {
  std::string name;
  std::string message;
  std::string stack;
  std::string file;
  std::uint32_t line = 0;    // from 1; 0 when unknown
  std::uint32_t column = 0;  // from 1; 0 when unknown
};

/// The system call that ended an execution with Verdict::Violation.
struct SyscallViolation {
  std::string name;  // "openat"; "" when the number has none
  std::int64_t number = 0;
  std::string abi;  // "x86_64", "x32", "i386"
  std::vector<std::uint64_t> arguments;
};

/// Stdout and Stderr: what was written there, as it was written, without a newline of ours behind it.
enum class ConsoleLevel { Log, Info, Debug, Warn, Error, Stdout, Stderr };

/// "log", "info", …, "stdout", "stderr"
std::string_view consoleLevelName(ConsoleLevel level);

struct ConsoleEntry {
  ConsoleLevel level{};
  std::string text;
};

/// Who measured the memory. None: nobody did.
enum class MemorySource { None, Cgroup, Rusage };

/// "none", "cgroup", "rusage".
std::string_view memorySourceName(MemorySource source);

/// The layers that were in force around the execution, each with how it was proven.
struct IsolationReport {
  std::vector<std::pair<std::string, std::string>> layers;
  std::vector<std::string> missing;  // only with allowDegraded
  std::string filterDigest;          // SHA-256 of the runner's system call filter
};

/// Where the time of an execution went, step after step, by the supervisor's clock.
struct Timings {
  FractionalMilliseconds parse{};    // its line, its parameters, its limits
  FractionalMilliseconds queue{};    // until there was a runner
  FractionalMilliseconds prepare{};  // the runner's limits
  FractionalMilliseconds send{};     // until the runner's channel had taken the program
  FractionalMilliseconds run{};      // until its end arrived
  FractionalMilliseconds finish{};   // the verdict, measurements, accounts; the state of a durable session on disk
  FractionalMilliseconds total{};    // all of these

  bool warm = false;  // the runner was waiting when the request came; what making it took:
  FractionalMilliseconds spawn{}, admit{}, seal{}, prove{};

  /// The runner's own account of the time from `send` to the end of `run`. A claim: a program that has taken over its
  /// process may say anything here whose sum is not above what the supervisor saw pass.
  struct Claimed {
    FractionalMilliseconds read{};     // taking the order apart
    FractionalMilliseconds bind{};     // variables, modules and functions
    FractionalMilliseconds lower{};    // translating the program's text
    FractionalMilliseconds compile{};  // and from that to code
    FractionalMilliseconds run{};      // with timers and promises
    FractionalMilliseconds encode{};   // the value
  };
  std::optional<Claimed> claimed;  // absent: it ended without a word
};

struct ExecutionResult {
  Verdict verdict = Verdict::InternalError;
  std::string message;                // one sentence on why; empty for ok
  boost::json::value value;           // with ok; values that JSON lacks are tagged, see values.h. Else null.
  std::string type = "undefined";     // "number", "array", "date", …
  FractionalMilliseconds duration{};  // from the program's start to its end
  FractionalMilliseconds cpu{};       // user and system time of the run
  FractionalMilliseconds queued{};    // waiting for a runner
  std::uint64_t memory = 0;           // peak, in bytes
  MemorySource memorySource = MemorySource::None;
  std::optional<ScriptError> error;
  std::optional<SyscallViolation> violation;
  std::vector<ConsoleEntry> console;
  std::vector<std::string> denied;  // modules that the program asked for and may not have
  std::optional<IsolationReport> isolation;
  /// Of a durable session: it had no process any more and got a fresh one with its data; functions and classes that
  /// earlier programs had declared are gone.
  bool rebuilt = false;
  /// Of a durable session: names that programs have declared and that cannot be kept, such as functions; a hundred at most.
  std::vector<std::string> unsaved;
  std::optional<std::chrono::milliseconds> retryAfter;  // overloaded: when it may be worth another try
  std::optional<std::uint64_t> steps;  // of the engine, by its own account; absent when it gave none
  std::optional<Timings> timings;      // when ExecutionOptions::trace asked

  bool ok() const { return verdict == Verdict::Ok; }
};

/// The result as one JSON object, with the names and units of the supervisor's wire: times in fractional
/// milliseconds, memory in bytes, `value` only with ok.
boost::json::object toJson(const ExecutionResult& result);

/// Thrown by run() for every verdict but ok. what() is the message, with file and line where there is one.
class ExecutionError : public std::runtime_error {
 public:
  explicit ExecutionError(ExecutionResult result);

  Verdict verdict() const { return result_.verdict; }
  const ExecutionResult& result() const { return result_; }

 private:
  ExecutionResult result_;
};

}  // namespace isobox

#endif
