// What is inside tagged values: bytes in base64, text with lone surrogates. The table of forms is in
// runner/engine/README.md. Runs in the user's process on text of scripts: what does not fit the table is
// nothing.
#ifndef ISOBOX_IPC_CLIENT_TAGGED_VALUES_H
#define ISOBOX_IPC_CLIENT_TAGGED_VALUES_H

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace isobox::detail {

inline constexpr std::string_view kTagKey = "$isobox";

/// The member if it is a string.
std::optional<std::string_view> textMember(const boost::json::object& object, std::string_view name);

/// The bytes of a member in base64 (RFC 4648, padded).
std::optional<std::string> bytesMember(const boost::json::object& object, std::string_view name);

/// A string, plain or tagged. Lone surrogates come as three bytes, as UTF-8 would have them if it allowed
/// them.
std::optional<std::string> textOf(const boost::json::value& value);

/// The same with U+FFFD for lone surrogates: valid UTF-8.
std::string withoutSurrogates(std::string_view text);

/// The length of the lone surrogate's three bytes at the beginning of `text`, or 0.
std::size_t surrogateLength(std::string_view text);

}  // namespace isobox::detail

#endif
