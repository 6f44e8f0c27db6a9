// Events as text. Runs in the supervisor and in the user's process.
#include "ipc/events.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstdio>
#include <ctime>

#include "ipc/json.h"
#include "ipc/json_validator.h"

namespace isobox::ipc {
namespace {

namespace json = boost::json;

constexpr int kDeepest = 8;

struct Bounds {
  std::size_t text, list;
};
constexpr Bounds kUsual{kMaxEventText, kMaxEventList}, kShort{64, 8};

std::string bounded(std::string_view text, const Bounds& bounds) {
  if (text.size() <= bounds.text) return std::string(text);
  std::size_t end = bounds.text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

json::value bounded(const json::value& value, const Bounds& bounds, int depth) {
  if (const auto* text = value.if_string()) return json::value(bounded(std::string_view(*text), bounds));
  if (depth > kDeepest && value.is_structured()) return nullptr;
  if (const auto* list = value.if_array()) {
    json::array shown;
    for (std::size_t i = 0; i < std::min(list->size(), bounds.list); ++i) shown.push_back(bounded((*list)[i], bounds, depth + 1));
    if (list->size() > bounds.list) shown.push_back(json::value("… " + std::to_string(list->size() - bounds.list) + " more"));
    return shown;
  }
  if (const auto* object = value.if_object()) {
    json::object shown;
    for (const auto& [name, each] : *object) {
      if (shown.size() == kMaxEventList) break;
      shown[bounded(std::string_view(name), bounds)] = bounded(each, bounds, depth + 1);
    }
    return shown;
  }
  return value;
}

/// The code point at the beginning of valid UTF-8 of `length` bytes.
std::uint32_t codePoint(std::string_view text, std::size_t length) {
  const auto first = static_cast<unsigned char>(text[0]);
  std::uint32_t point = first & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
  return point;
}

void appendUnit(std::string& out, std::uint32_t unit) {
  char text[8];
  std::snprintf(text, sizeof text, "\\u%04x", unit & 0xffffu);
  out += text;
}

void appendEscape(std::string& out, std::uint32_t point) {
  if (point < 0x10000) return appendUnit(out, point);
  appendUnit(out, 0xd800 + ((point - 0x10000) >> 10));
  appendUnit(out, 0xdc00 + ((point - 0x10000) & 0x3ff));
}

}  // namespace

std::string_view severityName(Severity severity) {
  switch (severity) {
    case Severity::Info: return "info";
    case Severity::Warn: return "warn";
    case Severity::Error: return "error";
    case Severity::Critical: return "critical";
  }
  return "info";
}

std::string isoTime(std::chrono::system_clock::time_point time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  const auto fraction = std::chrono::floor<std::chrono::milliseconds>(time - whole).count();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(whole);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char date[40], text[48];
  std::strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(text, sizeof text, "%s.%03dZ", date, static_cast<int>(fraction));
  return text;
}

std::string plainJson(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    const auto first = static_cast<unsigned char>(json[0]);
    const std::size_t length = first < 0x80 ? 1 : utf8Length(json);
    if (first >= 0x20 && first < 0x7f) out += json[0];
    else if (length == 0) appendUnit(out, 0xfffd);
    else if (first < 0x80) appendUnit(out, first);
    else appendEscape(out, codePoint(json, length));
    json.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

namespace {

std::string encodeWithin(const Event& event, const Bounds& bounds) {
  json::object shown{{"timestamp", isoTime(event.time)},
                     {"type", bounded(event.type, bounds)},
                     {"severity", severityName(event.severity)}};
  if (!event.tenant.empty()) shown["tenant"] = bounded(event.tenant, bounds);
  shown["context"] = bounded(json::value(event.context), bounds, 0);
  if (bounds.text < kMaxEventText) shown["shortened"] = true;
  return plainJson(writeJsonObject(shown));
}

}  // namespace

std::string encodeEvent(const Event& event) {
  auto text = encodeWithin(event, kUsual);
  return text.size() <= kLongEvent ? text : encodeWithin(event, kShort);
}

}  // namespace isobox::ipc
