// JSON in and out without loss. Runs in the supervisor and in the user's process; never on a runner's bytes in the
// supervisor (see ipc/json_validator.h for those).
#ifndef ISOBOX_IPC_JSON_H
#define ISOBOX_IPC_JSON_H

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "ipc/base/result.h"

namespace isobox::ipc {

/// Nesting that `parseJson` accepts at most: the hard ceiling of values plus the envelope around them.
inline constexpr std::size_t kMaxJsonDepth = 1064;

/// Parses one JSON text, strictly, with every number exact: doubles are the nearest to the text (Boost.JSON 1.81's
/// own conversion can be off by one unit in the last place), "-0" keeps its sign, integers up to 64 bits stay integers.
/// Duplicate keys of one object are an error, as two readers could understand them differently.
/// Error: detail says what is wrong and at which byte, from 0.
Result<boost::json::value> parseJson(std::string_view text, std::size_t maxDepth = kMaxJsonDepth);

/// Shortest text that reads back the same, in one line: no raw control characters, numbers shortest round trip.
std::string writeJson(const boost::json::value& value);

/// Appends `text` to `out` as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD, so that whatever a
/// runner claimed to be text cannot break the line it is put into.
void appendJsonString(std::string& out, std::string_view text);

}  // namespace isobox::ipc

#endif
