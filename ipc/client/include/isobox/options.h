// What a caller can choose: for a box, and for one execution. Used in the user's process.
#ifndef ISOBOX_OPTIONS_H
#define ISOBOX_OPTIONS_H

#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace isobox {

enum class Language { JavaScript, TypeScript };

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
  };

  /// The jail of a private supervisor. Over `socket` the operator decides.
  struct Jail {
    /// Start even if a layer of the jail cannot be put in place. Every result then names the missing layer.
    bool allowDegraded = false;
  };

  Execution execution;
  Pool pool;
  Context context;
  Jail jail;

  /// The socket of a running supervisor. Empty: a private supervisor, started with the first call and ended
  /// with the box.
  std::string socket;

  /// The program isobox-supervisor, for a private one. Empty: the environment variable ISOBOX_SUPERVISOR,
  /// then the calling program's folder, the folders of the installation, and PATH.
  std::string supervisorPath;
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
  bool isolation = true;                   // put the isolation report into the result
};

}  // namespace isobox

#endif
