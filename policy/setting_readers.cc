// Readers of settings: a JSON value into a typed field, within its range. Runs in the supervisor at start and at SIGHUP.
// The operator's own text, read strictly.
#include "policy/setting_readers.h"

#include <algorithm>
#include <cmath>

#include "ipc/json.h"
#include "policy/units_text.h"

namespace isobox::policy {
namespace {

namespace json = boost::json;

constexpr double kExactDoubles = 9007199254740992.0;

std::optional<std::uint64_t> asCount(const json::value& value) {
  json::error_code code;
  if (value.is_int64() || value.is_uint64()) {
    const auto count = value.to_number<std::uint64_t>(code);
    return code ? std::nullopt : std::optional(count);
  }
  const auto* number = value.if_double();  // 1e6 is a whole number, too
  if (!number || !(*number >= 0) || *number > kExactDoubles || *number != std::trunc(*number))
    return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

Error outOfRange(const std::string& found, const std::string& least, const std::string& most) {
  return wrong(found + " is not between " + least + " and " + most);
}

}  // namespace

Error wrong(std::string detail) {
  return Error("", 0, std::move(detail));
}
Error wrongAt(std::string path, std::string detail) {
  return Error(std::move(path), 0, std::move(detail));
}

std::string shown(const json::value& value) {
  if (value.is_array()) return "an array";
  if (value.is_object()) return "an object";
  return ipc::writeJson(value).substr(0, 60);
}

Result<> read(const json::value& value, Milliseconds& into, Milliseconds least, Milliseconds most) {
  if (const auto* text = value.if_string()) {
    auto parsed = parseDuration(std::string_view(*text));
    if (!parsed) return wrong(parsed.error().detail);
    into = *parsed;
  } else {
    const auto count = asCount(value);
    if (!count)
      return wrong(shown(value) + " is not a whole number of milliseconds or a duration such as \"30s\"");
    into = Milliseconds(static_cast<std::int64_t>(std::min<std::uint64_t>(*count, 1ull << 53)));
  }
  if (into < least || into > most)
    return outOfRange(durationText(into), durationText(least), durationText(most));
  return {};
}

Result<> read(const json::value& value, Bytes& into, Bytes least, Bytes most) {
  if (const auto* text = value.if_string()) {
    auto parsed = parseSize(std::string_view(*text));
    if (!parsed) return wrong(parsed.error().detail);
    into = *parsed;
  } else {
    const auto count = asCount(value);
    if (!count) return wrong(shown(value) + " is not a whole number of bytes or a size such as \"64MiB\"");
    into = Bytes{*count};
  }
  if (into < least || into > most) return outOfRange(sizeText(into), sizeText(least), sizeText(most));
  return {};
}

Result<> read(const json::value& value, std::uint32_t& into, std::uint64_t least, std::uint64_t most) {
  const auto count = asCount(value);
  if (!count) return wrong(shown(value) + " is not a whole number");
  if (*count < least || *count > most)
    return outOfRange(std::to_string(*count), std::to_string(least), std::to_string(most));
  into = static_cast<std::uint32_t>(*count);
  return {};
}

Result<> readSteps(const json::value& value, std::uint64_t& into) {
  const auto count = asCount(value);
  if (!count) return wrong(shown(value) + " is not a whole number of steps");
  into = *count;
  return {};
}

Result<> read(const json::value& value, bool& into) {
  if (!value.is_bool()) return wrong(shown(value) + " is not true or false");
  into = value.get_bool();
  return {};
}

Result<> read(const json::value& value, std::vector<std::uint32_t>& into) {
  if (!value.is_array()) return wrong(shown(value) + " is not an array of numeric ids");
  into.clear();
  for (const json::value& element : value.get_array())
    ISOBOX_CHECK(read(element, into.emplace_back(), 0, kAny32 - 1));
  return {};
}

Result<> readPath(const json::value& value, std::string& into) {
  const auto* text = value.if_string();
  const std::string path = text ? std::string(*text) : "";
  if (!text || (!path.empty() && path.front() != '/') || path.find('\0') != std::string::npos ||
      (path + "/").find("/../") != std::string::npos)
    return wrong(shown(value) + " is not an absolute path without \"..\"");
  into = path;
  return {};
}

Result<> readFolders(const json::value& value, std::vector<std::string>& into) {
  if (!value.is_array()) return wrong(shown(value) + " is not an array of folders");
  into.clear();
  for (const json::value& element : value.get_array()) {
    ISOBOX_CHECK(readPath(element, into.emplace_back()));
    if (into.back().empty()) return wrong("\"\" is not a folder");
  }
  return {};
}

Result<> readTokens(const json::value& value, std::vector<TokenDigest>& into) {
  constexpr std::size_t kMost = 16;
  const auto* list = value.if_array();
  const std::size_t count = list ? list->size() : 1;
  if (count == 0 || count > kMost) return wrong("an array of 1 to " + std::to_string(kMost) + " digests is wanted");
  into.clear();
  for (std::size_t i = 0; i < count; ++i) {
    const json::value& each = list ? list->at(i) : value;
    const auto* text = each.if_string();
    const auto digest = text ? parseDigest(std::string_view(*text)) : std::nullopt;
    // What is there instead may be the token itself, which belongs into no message.
    if (!digest) return wrong("not \"sha256:\" and 64 hexadecimal digits, as `isobox token` prints them");
    into.push_back(*digest);
  }
  return {};
}

}  // namespace isobox::policy
