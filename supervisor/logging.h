// The supervisor's log: spdlog to standard error, for people or as JSON lines. Supervisor.
#ifndef ISOBOX_SUPERVISOR_LOGGING_H
#define ISOBOX_SUPERVISOR_LOGGING_H

#include <fmt/core.h>

#include <string>

namespace isobox::supervisor {

enum class LogFormat { Text, Json };

/// `level` as spdlog names them: trace, debug, info, warning, error, critical, off.
void startLogging(LogFormat format, const std::string& level);

/// A line of the log. Format strings are checked when they are compiled; formatting itself is compiled once, in logging.cc.
namespace log {

enum class Level { Info, Warning, Error, Critical };

void line(Level level, fmt::string_view format, fmt::format_args args);

template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  line(Level::Info, format, fmt::make_format_args(args...));
}

template <class... Args>
void warn(fmt::format_string<Args...> format, Args&&... args) {
  line(Level::Warning, format, fmt::make_format_args(args...));
}

template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  line(Level::Error, format, fmt::make_format_args(args...));
}

template <class... Args>
void critical(fmt::format_string<Args...> format, Args&&... args) {
  line(Level::Critical, format, fmt::make_format_args(args...));
}

/// From here on there are no lines.
void silence();

}  // namespace log
}  // namespace isobox::supervisor

#endif
