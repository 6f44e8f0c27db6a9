// How an execution ended: exactly one of these, decided by the trusted side. Part of the public API.
#ifndef ISOBOX_VERDICT_H
#define ISOBOX_VERDICT_H

#include <optional>
#include <string_view>

namespace isobox {

enum class Verdict {
  Ok,                 ///< the script ran to its end
  Error,              ///< the script threw
  SyntaxError,        ///< the script could not be parsed
  Timeout,            ///< wall time ran out
  CpuLimit,           ///< CPU time ran out
  MemoryLimit,        ///< the engine's budget or the hard limit around it ran out
  OutputLimit,        ///< the value or the console became larger than allowed
  Violation,          ///< the process made a system call that it has no business making
  Crashed,            ///< the process ended by a signal or an exit of its own
  ProtocolViolation,  ///< the process sent bytes that no honest runner sends
  Cancelled,          ///< the caller withdrew the request or went away
  Overloaded,         ///< refused: no room now
  InvalidRequest,     ///< refused: the request makes no sense
  InternalError,      ///< IsoBox's own fault or its host's
};

inline constexpr int kVerdictCount = static_cast<int>(Verdict::InternalError) + 1;

/// The verdict's name on the wire and in results: "ok", "cpu_limit", …
std::string_view verdictName(Verdict verdict);

/// The verdict of that name, or nothing.
std::optional<Verdict> verdictFromName(std::string_view name);

/// The exit status of the `isobox` program for this verdict. 0 is `ok`; 1 an uncaught error, as with node;
/// 2 is left to wrong usage of the program itself.
int verdictExitStatus(Verdict verdict);

}  // namespace isobox

#endif
