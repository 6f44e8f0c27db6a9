// The supervisor's log: spdlog to standard error, for people or as JSON lines. Supervisor.
#ifndef ISOBOX_SUPERVISOR_LOGGING_H
#define ISOBOX_SUPERVISOR_LOGGING_H

#include <string>

namespace isobox::supervisor {

enum class LogFormat { Text, Json };

/// `level` as spdlog names them: trace, debug, info, warning, error, critical, off.
void startLogging(LogFormat format, const std::string& level);

}  // namespace isobox::supervisor

#endif
