// A durable session as a file's text: who it belongs to, what its programs may use, and what they have declared. Pure.
// Supervisor. The state is what a runner has said: validated JSON when it was written, opaque here, and nobody parses it
// but the runner that gets it back.
#ifndef ISOBOX_SUPERVISOR_SESSION_FILE_H
#define ISOBOX_SUPERVISOR_SESSION_FILE_H

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "ipc/base/result.h"
#include "ipc/base/units.h"

namespace isobox::supervisor {

/// All that is known of a session but its state.
struct StoredSession {
  std::string tenant, id;
  Milliseconds idleTimeout{};
  Milliseconds wall{}, cpu{};  // defaults of its programs
  Bytes memory;                // of all its programs together
  std::uint64_t programs = 0;  // that have had their turn
  std::chrono::sys_time<Milliseconds> saved{};
  bool operator==(const StoredSession&) const = default;
};

/// Four lines: what the file is, the session as JSON, the state, and the SHA-256 of all before. `state` is JSON without a
/// newline, or empty: nothing was declared so far.
std::string encodeSessionFile(const StoredSession& session, std::string_view state);

/// The session by the first two lines, which are whole below kLongestHead bytes. Error: what is wrong with them.
Result<StoredSession> parseSessionHead(std::string_view bytes);
inline constexpr std::size_t kLongestHead = 4096;

/// The state of a whole file, which is held against its sum and must be `session`'s.
Result<std::string> parseSessionState(std::string_view bytes, std::string_view tenant, std::string_view id);

/// Whether a runner's value is what GetState gives, by its beginning.
bool isSessionState(std::string_view value);

/// The names that a state says it has left out, as a JSON array of at most kMostLeftOut strings; "[]" when it says nothing of the
/// kind. `state` is a runner's, and valid JSON.
std::string namesLeftOut(std::string_view state);
inline constexpr std::size_t kMostLeftOut = 100;

/// SHA-256, as hexadecimal text.
std::string digestOf(std::string_view bytes);

/// A name for the file: the same for a session always, and another for every other one.
std::string sessionFileName(std::string_view tenant, std::string_view id);

}  // namespace isobox::supervisor

#endif
