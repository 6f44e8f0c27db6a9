// JSON in and out without loss. Runs in the supervisor and in the user's process; never on a runner's bytes
// in the supervisor (see ipc/json_validator.h for those).
#ifndef ISOBOX_IPC_JSON_H
#define ISOBOX_IPC_JSON_H

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "ipc/base/result.h"

namespace isobox::ipc {

/// Nesting that `parseJson` accepts at most: the hard ceiling of values plus the envelope around them.
inline constexpr std::size_t kMaxJsonDepth = 1064;

/// Values, at any depth, that a text may have at most unless it is read with LastKeyWins: each takes many times the room
/// and time of its text, and the supervisor reads for everybody at once.
inline constexpr std::size_t kMaxJsonValues = 1'000'000;

enum class JsonDialect {
  Strict,       // RFC 8259; the same key twice in one object is an error: two readers could understand it
                // differently
  LastKeyWins,  // RFC 8259; of equal keys the last one counts, as in JavaScript. For values that runners made
  Commented,  // Strict, with // and /* */ comments and a comma after the last member: files that people write
};

/// Parses one JSON text with every number exact: doubles are the nearest to the text (Boost.JSON 1.81's own
/// conversion can be off by one unit in the last place), "-0" keeps its sign, integers of 64 bits stay
/// integers, what is too large for a double is an error. `maxDepth` above kMaxJsonDepth counts as
/// kMaxJsonDepth. Error: detail says what is wrong and at which byte, from 0 (for keys: the end of their
/// object).
///
/// Linear in the text, whatever keys somebody chose: an object whose keys would pile up in few places of
/// Boost.JSON's hash table is an error. That holds for the value returned, not for copies, whose tables lie
/// elsewhere and hash differently: move what clients sent, do not copy it.
Result<boost::json::value> parseJson(std::string_view text, std::size_t maxDepth = kMaxJsonDepth,
                                     JsonDialect dialect = JsonDialect::Strict);

/// Shortest text that reads back the same, in one line: no raw control characters, numbers shortest round
/// trip, -0.0 as "-0". Throws std::invalid_argument for infinities and NaN, which parseJson never returns and
/// JSON cannot say.
std::string writeJson(const boost::json::value& value);
/// The same without a copy of the object into a value.
std::string writeJsonObject(const boost::json::object& object);

/// Appends `text` to `out` as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD, so that whatever a
/// runner claimed to be text cannot break the line it is put into.
void appendJsonString(std::string& out, std::string_view text);

}  // namespace isobox::ipc

#endif
