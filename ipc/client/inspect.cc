// Values as node prints them: plain JSON, and arrays with holes. Runs in the user's process.
#include <algorithm>

#include "ipc/client/inspect_text.h"
#include "ipc/client/inspector.h"
#include "ipc/client/tagged_values.h"
#include "isobox/values.h"

namespace isobox {

namespace json = boost::json;

namespace detail {
namespace {

constexpr std::size_t kShortLine = 16;  // shorter strings stay whole, wherever they stand

/// `text` cut after each newline.
std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end == text.npos ? end : end + 1));
    text.remove_prefix(lines.back().size());
  }
  return lines;
}

bool isHole(const json::value& value) {
  return valueTag(value) == "hole";
}

std::string emptyItems(std::size_t count) {
  return "<" + std::to_string(count) + " empty item" + (count > 1 ? "s" : "") + ">";
}

}  // namespace

std::string andMore(std::size_t count, const std::string& what) {
  return "... " + std::to_string(count) + " more " + what + (count > 1 ? "s" : "");
}

std::string Inspector::format(const json::value& value, int level) {
  if (const auto* array = value.if_array()) return formatArray(*array, nullptr, level);
  if (const auto* object = value.if_object()) {
    if (const auto tag = valueTag(value); !tag.empty())
      if (auto text = formatTagged(tag, *object, level)) return *text;
    return formatObject(*object, level);
  }
  if (const auto* text = value.if_string()) return formatString(*text);
  if (const auto* truth = value.if_bool()) return *truth ? "true" : "false";
  return value.is_null() ? "null" : numberText(value.to_number<double>());
}

std::string Inspector::formatString(std::string_view text) const {
  std::string more;
  if (const std::size_t length = utf16Length(text); length > kShownCharacters) {
    more = andMore(length - kShownCharacters, "character");
    text = utf16Prefix(text, kShownCharacters);
  }
  const std::size_t length = utf16Length(text);
  if (length <= kShortLine || length + indentation_ + 4 <= kBreakLength) return quoted(text) + more;
  std::string out;
  for (const auto line : linesOf(text))
    out += (out.empty() ? "" : " +\n" + std::string(indentation_ + 2, ' ')) + quoted(line);
  return out + more;
}

std::string Inspector::formatInner(const json::value& value, int level) {
  indentation_ += 2;
  auto text = format(value, level);
  indentation_ -= 2;
  return text;
}

std::string Inspector::formatProperty(std::string_view key, const json::value& value, int level) {
  return keyText(key) + ": " + formatInner(value, level);
}

void Inspector::appendProperties(std::vector<std::string>& entries, const json::value& object, int level) {
  const auto* members = object.if_object();
  if (members == nullptr) return;
  const auto* pairs = members->if_contains("entries");
  if (valueTag(object) != "Object" || pairs == nullptr || !pairs->is_array()) {
    for (const auto& member : *members)
      entries.push_back(formatProperty(member.key(), member.value(), level));
    return;
  }
  for (const json::value& pair : pairs->get_array()) {
    const auto* both = pair.if_array();
    const auto key = both != nullptr && both->size() == 2 ? textOf(both->front()) : std::nullopt;
    if (key) entries.push_back(formatProperty(*key, both->back(), level));
  }
}

std::string Inspector::put(Parts parts, int level) {
  return layOut(std::move(parts), indentation_, lastLevel_ - level);
}

std::vector<std::string> Inspector::formatItems(const json::array& items, int level) {
  std::vector<std::string> entries;
  std::size_t i = 0;
  while (i < items.size() && entries.size() < kShownElements) {
    std::size_t end = i;
    while (end < items.size() && isHole(items[end])) ++end;
    entries.push_back(end > i ? emptyItems(end - i) : formatInner(items[i], level));
    i = std::max(end, i + 1);
  }
  if (i < items.size()) entries.push_back(andMore(items.size() - i, "item"));
  return entries;
}

std::string Inspector::formatArray(const json::array& items, const json::value* properties, int level) {
  if (items.empty() && properties == nullptr) return "[]";
  if (level > kDeepestLevel) return "[Array]";
  lastLevel_ = level;
  Parts parts{.open = "[", .close = "]", .entries = formatItems(items, level + 1), .list = true};
  if (properties != nullptr) appendProperties(parts.entries, *properties, level + 1);
  parts.hasMore = parts.entries.size() > kShownElements;
  parts.rightAlign =
      parts.entries.size() <= items.size() &&
      std::all_of(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(parts.entries.size()),
                  [](const json::value& item) { return toDouble(item).has_value(); });
  return put(std::move(parts), level);
}

std::string Inspector::formatObject(const json::object& object, int level) {
  if (object.empty()) return "{}";
  if (level > kDeepestLevel) return "[Object]";
  lastLevel_ = level;
  Parts parts;
  for (const auto& member : object)
    parts.entries.push_back(formatProperty(member.key(), member.value(), level + 1));
  return put(std::move(parts), level);
}

}  // namespace detail

std::string inspect(const json::value& value) {
  if (const auto text = detail::textOf(value)) return detail::withoutSurrogates(*text);
  return detail::Inspector().format(value, 0);
}

}  // namespace isobox
