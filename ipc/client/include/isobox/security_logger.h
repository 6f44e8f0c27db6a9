// class SecurityLogger: what a box's programs did against the rules, kept and written to a file. Used in the user's process.
#ifndef ISOBOX_SECURITY_LOGGER_H
#define ISOBOX_SECURITY_LOGGER_H

#include <boost/json/object.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "isobox/event_emitter.h"

namespace isobox {

class IsoBox;
namespace detail {
class Core;
}

/// One event "security:violation" of a box.
struct SecurityEvent {
  std::string type;      // "syscall", "protocol", "module"
  std::string severity;  // "info", "warn", "error", "critical"
  std::chrono::system_clock::time_point timestamp;
  boost::json::object context;
};

struct SecurityLoggerOptions {
  SecurityLoggerOptions() {}

  /// Lines of JSON are added to this file, as the supervisor's audit file has them: printable ASCII, each in one write. It
  /// must be a regular file of this user's that nobody else may write; it is made with mode 0600. Empty: no file.
  std::string file;
  std::size_t history = 1000;  // events that are kept
};

/// Hears the box's violations as long as it lives; the box may go first. All functions may be called from several threads.
class SecurityLogger {
 public:
  /// Throws std::runtime_error when the file cannot be opened.
  explicit SecurityLogger(IsoBox& box, SecurityLoggerOptions options = {});
  ~SecurityLogger();
  SecurityLogger(const SecurityLogger&) = delete;
  SecurityLogger& operator=(const SecurityLogger&) = delete;

  /// The last events, the most recent last.
  std::vector<SecurityEvent> getHistory(std::size_t limit = std::numeric_limits<std::size_t>::max()) const;
  /// How many of a severity there were; "" for all.
  std::uint64_t count(std::string_view severity = {}) const;

  /// Opens the file anew, after it was renamed. Throws std::runtime_error; the file so far stays in use then.
  void reopen();

  /// Lines that wait because the file takes none now, and those that are lost because too many waited.
  std::size_t waiting() const;
  std::uint64_t lost() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
  std::shared_ptr<detail::Core> core_;
  ListenerId listener_;
};

}  // namespace isobox

#endif
