// What a caller can choose: for a box, and for one execution. Used in the user's process.
#ifndef ISOBOX_OPTIONS_H
#define ISOBOX_OPTIONS_H

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "isobox/result.h"
#include "isobox/stream_buffer.h"

namespace isobox {

enum class Language { JavaScript, TypeScript };

/// A function of the caller's that scripts may call: they wait for its value. Values that JSON lacks are tagged both
/// ways, see values.h. What it throws is thrown in the script: a HostError with its name, any other std::exception as an
/// "Error" with its what(). It is called in the thread that waits for the execution (execute(), run(), a stream's next()),
/// or, for the asynchronous forms, in a thread of Asio's system executor.
using HostFunction = std::function<boost::json::value(const boost::json::array& arguments)>;

/// By the name of a global variable; with dots it is a path below one: "api.fetch".
using HostFunctions = std::map<std::string, HostFunction>;

/// To be thrown by host functions: an error of that name in the script.
class HostError : public std::runtime_error {
 public:
  HostError(std::string name, const std::string& message) : std::runtime_error(message), name_(std::move(name)) {}
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

/// What `require` and `import` give for a module's name instead of the module.
struct ModuleMock {
  static ModuleMock data(boost::json::value value) { return {Kind::Data, std::move(value), {}, {}}; }
  /// A program: CommonJS or an ES module, by the name's ending or by its look.
  static ModuleMock source(std::string text) { return {Kind::Source, nullptr, std::move(text), {}}; }
  /// An object with these functions of the caller's.
  static ModuleMock functions(HostFunctions functions) { return {Kind::Functions, nullptr, {}, std::move(functions)}; }

  enum class Kind { Data, Source, Functions };
  Kind kind = Kind::Data;
  boost::json::value value;
  std::string text;
  HostFunctions host;
};

/// Options of a box. They are checked by IsoBox's constructor, which throws std::invalid_argument naming the
/// option.
struct IsoBoxOptions {
  struct Memory {
    /// The engine's heap, in bytes. Absent: 64 MiB, or the operator's default of a running supervisor.
    std::optional<std::uint64_t> max;
  };

  struct Execution {
    /// Wall time of one execution. Absent: 30 s, or the operator's default of a running supervisor.
    std::optional<std::chrono::milliseconds> timeout;
    Memory memory;
  };

  /// The pool of a private supervisor. Over `socket` the operator decides.
  struct Pool {
    std::uint32_t min = 2;                          // warm runners kept waiting
    std::uint32_t max = 10;                         // runners alive at once
    std::chrono::milliseconds idleTimeout{60'000};  // a warm runner above `min` is let go after this
  };

  struct Context {
    boost::json::object globals;             // variables of every execution
    std::map<std::string, std::string> env;  // process.env of every execution
    HostFunctions functions;                 // of every execution
  };

  /// The jail of a private supervisor. Over `socket` the operator decides.
  struct Jail {
    /// Start even if a layer of the jail cannot be put in place. Every result then names the missing layer.
    bool allowDegraded = false;
  };

  struct Require {
    /// Packages that programs may load: "lodash", "lodash/fp" (that part alone), "@scope/*", "*", each perhaps with
    /// versions: "lodash@^4.17.0". Of a running supervisor: those that its operator offers.
    std::vector<std::string> whitelist;
    std::map<std::string, ModuleMock> mocks;  // by the name that programs ask for; they win over packages
    /// Where packages lie, for a private supervisor: folders like node_modules, absolute.
    std::vector<std::string> folders;
  };

  /// Durable sessions of a private supervisor. Over `socket` the operator decides.
  struct Sessions {
    /// Where they are kept: a folder of the caller's own, absolute, made if its parent is there. One supervisor at a time.
    std::string folder;
  };

  /// To a running supervisor.
  struct Connection {
    /// Makes this box a tenant of the supervisor's, whichever user it runs as. Empty: the user is the tenant.
    std::string token;
  };

  /// How a thread waits for an answer.
  struct Waiting {
    /// A thread that waits asks so long for its answer, letting others go first, before it sleeps: waking an idle processor costs more
    /// than a short program does. Only while answers have come that fast lately. 0: it sleeps at once.
    std::chrono::microseconds busyPoll{1000};
  };

  Execution execution;
  Require require;
  Sessions sessions;
  Pool pool;
  Context context;
  Jail jail;

  /// The socket of a running supervisor. Empty: a private supervisor, started with the first call and ended
  /// with the box.
  std::string socket;

  /// The program isobox-supervisor, for a private one. Empty: the environment variable ISOBOX_SUPERVISOR,
  /// then the calling program's folder, the folders of the installation, and PATH.
  std::string supervisorPath;

  Connection connection;
  Waiting waiting;
};

/// An execution whose chance and clocks are given: the same program with the same input does the same every time, and
/// takes the same number of steps. `now` is where Date begins; it goes on by one millisecond every 100 000 steps.
struct Deterministic {
  std::uint64_t seed = 0;           // of Math.random; up to 2^53
  std::chrono::milliseconds now{};  // since 1970
};

/// What an execution shares with others, and whether its result tells of the layers around it.
///
/// `options.isolation = "run"` (what holds without a word): a process of its own, which has run nothing and ends with it.
/// `"tenant"`: a process that has run programs of the same tenant before and no other's will do; its memory is put back to what
/// it was before the first of them. Many times faster, and no boundary between these programs against one that takes the engine
/// over. Who asks for it must not run programs of several parties as one tenant. The policy may forbid it (`invalid_request`);
/// sessions have their own process, and programs with a whitelist get a fresh one.
/// `options.isolation = false`: no isolation report in the result.
struct Isolation {
  Isolation(bool report = true) : report(report) {}                                                        // NOLINT: on purpose
  Isolation(const char* process, bool report = true) : process(process), report(report) {}                 // NOLINT
  Isolation(std::string process, bool report = true) : process(std::move(process)), report(report) {}      // NOLINT

  std::string process = "run";  // or "tenant"
  bool report = true;           // put the isolation report into the result
};

/// Options of one execution. What is absent is taken from the box, then from the supervisor's policy.
struct ExecutionOptions {
  /// Not an aggregate on purpose: g++ 12 copies aggregates made inside a co_await expression byte by byte,
  /// which breaks strings (`co_await box.asyncRun(code, {}, token)` would end in free()).
  ExecutionOptions() {}

  std::string filename = "script.js";  // for error messages
  std::optional<std::chrono::milliseconds> timeout;
  std::optional<std::chrono::milliseconds> cpu;  // user and system time
  std::optional<std::uint64_t> memory;           // the engine's heap, in bytes
  std::optional<std::uint64_t> consoleMax;       // text of all console calls together, in bytes
  std::optional<std::uint64_t> valueMax;         // the value as JSON text, in bytes
  std::optional<std::uint32_t> valueDepth;       // nesting of arrays and objects in the value
  Language language = Language::JavaScript;
  boost::json::object context;             // variables of this execution; they win over the box's globals
  std::map<std::string, std::string> env;  // added to the box's env; these win
  std::map<std::string, std::string> files;  // modules that the program may import: paths, as seen from filename, and texts
  HostFunctions functions;                 // added to the box's; these win
  /// Called for each console call while the program runs, where host functions are called; they are not in the result then.
  /// Absent: they come with the result. Of a stream: StreamOptions::onConsole wins.
  std::function<void(const ConsoleEntry&)> onConsole;
  std::string input;                       // what the program reads from stdin; UTF-8
  std::vector<std::string> args;           // process.argv, from the third on
  /// Steps that the engine may take: the verdict is cpu_limit when it needs one more, however busy the machine is.
  std::optional<std::uint64_t> fuel;
  std::optional<Deterministic> deterministic;
  bool discardValue = false;               // its value is not wanted, and undefined whatever it is
  Isolation isolation;                     // "run" or "tenant"; false: no isolation report in the result
  bool trace = false;                      // put the timings into the result
};

/// Options of a session. What is absent is the supervisor's default.
struct SessionOptions {
  SessionOptions() {}

  std::optional<std::chrono::milliseconds> idleTimeout;  // it ends when nobody has used it for so long
  std::optional<std::chrono::milliseconds> timeout;      // default of its runs
  std::optional<std::chrono::milliseconds> cpu;          // likewise
  std::optional<std::uint64_t> memory;                   // the engine's heap, for all its runs together, in bytes

  /// Kept on disk by the supervisor: when a call returns, what its programs have declared is written, and outlives the end of
  /// the session's process, of the supervisor and of the machine. Data only, as getState() has it. A run that cannot be
  /// written throws and has not happened. The supervisor's policy must name a folder for it (`sessions.folder`).
  bool durable = false;
};

/// Options of a stream, besides those of the execution.
struct StreamOptions {
  StreamOptions() {}

  /// How many values may be on their way: the producer is paused in its jail when the reader is so far behind.
  StreamBufferOptions buffer;
  /// Called for each console call, before the value that comes after it is given; by whoever asks for that value.
  /// Absent: they are kept for the result.
  std::function<void(const ConsoleEntry&)> onConsole;
};

struct ProjectFile {
  std::string path;  // absolute, or below baseDir
  std::string code;
  std::optional<Language> language;  // absent: by the path's ending
};

struct ProjectOptions {
  std::vector<ProjectFile> files;
  std::string entrypoint;     // the path of one of them
  std::string baseDir = "/";
};

}  // namespace isobox

#endif
