// Readers of settings: a JSON value into a typed field, within its range. Runs in the supervisor at start and at SIGHUP.
#ifndef ISOBOX_POLICY_SETTING_READERS_H
#define ISOBOX_POLICY_SETTING_READERS_H

#include <boost/json/value.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "ipc/base/result.h"
#include "ipc/base/units.h"
#include "policy/token.h"

namespace isobox::policy {

inline constexpr std::uint64_t kAny32 = std::numeric_limits<std::uint32_t>::max();
inline constexpr Milliseconds kLongest{86'400'000};
inline constexpr Bytes kLargestBuffer{4ull << 30};

/// The readers say what is wrong; the path is put before it on the way up.
Error wrong(std::string detail);
Error wrongAt(std::string path, std::string detail);

/// A value in an error message.
std::string shown(const boost::json::value& value);

Result<> read(const boost::json::value& value, Milliseconds& into, Milliseconds least, Milliseconds most = kLongest);
Result<> read(const boost::json::value& value, Bytes& into, Bytes least = 0_B, Bytes most = kLargestBuffer);
Result<> read(const boost::json::value& value, std::uint32_t& into, std::uint64_t least, std::uint64_t most);
/// Engine steps.
Result<> readSteps(const boost::json::value& value, std::uint64_t& into);
Result<> read(const boost::json::value& value, bool& into);
/// Numeric ids.
Result<> read(const boost::json::value& value, std::vector<std::uint32_t>& into);
/// Absolute, without "..".
Result<> readPath(const boost::json::value& value, std::string& into);
Result<> readFolders(const boost::json::value& value, std::vector<std::string>& into);
/// One digest of a token, or several.
Result<> readTokens(const boost::json::value& value, std::vector<TokenDigest>& into);

}  // namespace isobox::policy

#endif
