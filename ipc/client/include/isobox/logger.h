// class Logger and the object `logger`: lines for people about what the program does. Used in the user's
// process; the text may come from scripts.
#ifndef ISOBOX_LOGGER_H
#define ISOBOX_LOGGER_H

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace isobox {

/// In the order of their weight. Off is a threshold only: nothing is logged.
enum class LogLevel { Debug, Info, Warn, Error, Off };

/// "debug", "info", …
std::string_view logLevelName(LogLevel level);

struct LogRecord {
  LogLevel level = LogLevel::Info;
  std::chrono::system_clock::time_point time;
  std::string message;  // one line of valid UTF-8 without control characters, see logText
};

/// The text fit for one line of a log or a terminal: control characters (C0, DEL, C1), the line separators
/// U+2028 and U+2029 and the characters that turn the direction of writing are shown as \n, \r, \t, \x1b or
/// \u202e; bytes that are not UTF-8 as \xff. Everything else, backslashes too, stays as it is.
std::string logText(std::string_view text);

/// "2026-11-23T07:17:10.123Z warn message", in UTC, without a newline.
std::string logLine(const LogRecord& record);

/// Drops messages below its level and hands the others to its sink. All functions may be called from several
/// threads at once.
class Logger {
 public:
  /// Called in the thread that logs, in several at once when several log. What it throws reaches the caller
  /// of debug(), info(), warn() or error().
  using Sink = std::function<void(const LogRecord& record)>;

  /// Info and above, to stderr.
  constexpr Logger() = default;
  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;

  void debug(std::string_view message) const { log(LogLevel::Debug, message); }
  void info(std::string_view message) const { log(LogLevel::Info, message); }
  void warn(std::string_view message) const { log(LogLevel::Warn, message); }
  void error(std::string_view message) const { log(LogLevel::Error, message); }

  /// Logs at a level that is chosen at run time; LogLevel::Off logs nothing.
  void log(LogLevel level, std::string_view message) const;

  /// The least level that is logged.
  void setLevel(LogLevel level) { level_ = level; }
  LogLevel level() const { return level_; }

  /// From now on messages go to `sink`; an empty one means stderr again: logLine() and a newline in one
  /// write, so that lines of several threads do not mix. A call under way may still use the sink before.
  void setSink(Sink sink);

 private:
  std::shared_ptr<const Sink> sink() const;

  std::atomic<LogLevel> level_{LogLevel::Info};
  mutable std::mutex mutex_;
  std::shared_ptr<const Sink> sink_;  // null: stderr
};

/// The logger of the program: the one object of this library that is global, as the API has it so. It is
/// there before any constructor of the program runs and after every destructor. The library itself logs
/// nothing.
extern Logger logger;

}  // namespace isobox

#endif
