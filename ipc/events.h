// Events: what happens in a supervisor, for those who follow it and for audit files. One JSON object each, made here by the
// supervisor and, for its own audit files, by the library. Parts of them are chosen by programs and clients: they are
// bounded, and no character outside printable ASCII is left as it is.
#ifndef ISOBOX_IPC_EVENTS_H
#define ISOBOX_IPC_EVENTS_H

#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace isobox::ipc {

enum class Severity : std::uint8_t { Info, Warn, Error, Critical };
std::string_view severityName(Severity severity);  // "info", "warn", "error", "critical"

struct Event {
  std::string type;     // "security:violation", see PROTOCOL.md
  Severity severity = Severity::Info;
  std::string tenant;   // whose; "": the supervisor's own
  boost::json::object context;
  std::chrono::system_clock::time_point time = std::chrono::system_clock::now();
};

/// Of a context: longer texts are cut and end in "…", longer arrays end in the number of what was left out. When the whole is
/// still longer than kLongEvent, it is cut shorter and says `"shortened": true`.
inline constexpr std::size_t kMaxEventText = 512, kMaxEventList = 32, kLongEvent = 4096;

/// {"type", "severity", "timestamp", "tenant", "context"} in one line of printable ASCII. `tenant` only if there is one.
std::string encodeEvent(const Event& event);

/// "2026-11-27T22:30:00.123Z".
std::string isoTime(std::chrono::system_clock::time_point time);

/// JSON text with every character outside printable ASCII as an escape: harmless on any terminal, in any log.
std::string plainJson(std::string_view json);

}  // namespace isobox::ipc

#endif
