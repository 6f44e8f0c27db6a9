// Values that JSON lacks, as node prints them. One function a form. Runs in the user's process.
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "ipc/client/inspect_text.h"
#include "ipc/client/inspector.h"
#include "ipc/client/tagged_values.h"
#include "isobox/values.h"

namespace isobox::detail {

namespace json = boost::json;

namespace {

/// The text of one element of type Number, and how many bytes it has.
template <class Number>
std::string elementText(const char* bytes) {
  Number number;
  std::memcpy(&number, bytes, sizeof number);
  return numberText(static_cast<double>(number));
}

/// Of 64 bits, as BigInts are written.
template <class Integer>
std::string bigElementText(const char* bytes) {
  Integer integer;
  std::memcpy(&integer, bytes, sizeof integer);
  return std::to_string(integer) + "n";
}

struct ElementType {
  std::string_view arrayName;
  std::size_t size;
  std::string (*text)(const char*);
};

constexpr std::array<ElementType, 11> kElementTypes{{
    {"Int8Array", 1, elementText<std::int8_t>},
    {"Uint8Array", 1, elementText<std::uint8_t>},
    {"Uint8ClampedArray", 1, elementText<std::uint8_t>},
    {"Int16Array", 2, elementText<std::int16_t>},
    {"Uint16Array", 2, elementText<std::uint16_t>},
    {"Int32Array", 4, elementText<std::int32_t>},
    {"Uint32Array", 4, elementText<std::uint32_t>},
    {"Float32Array", 4, elementText<float>},
    {"Float64Array", 8, elementText<double>},
    {"BigInt64Array", 8, bigElementText<std::int64_t>},
    {"BigUint64Array", 8, bigElementText<std::uint64_t>},
}};

std::optional<std::string> member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr ? std::nullopt : textOf(*value);
}

/// As Date.prototype.toISOString; years outside 0 … 9999 have six digits and a sign.
std::string isoText(double milliseconds) {
  using namespace std::chrono;
  const sys_time<std::chrono::milliseconds> time(
      std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
  const auto day = floor<days>(time);
  // std::chrono::year holds ±32767; dates reach ±271821. 400 years are 146097 days, and repeat.
  const auto cycles =
      static_cast<int>(std::floor(static_cast<double>(day.time_since_epoch().count()) / 146097.0));
  const year_month_day date(day - days(146097) * cycles);
  const int year = static_cast<int>(date.year()) + 400 * cycles;
  const hh_mm_ss clock(time - day);
  std::array<char, 48> text;
  const char* form = year >= 0 && year <= 9999 ? "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ"
                                               : "%+07d-%02u-%02uT%02d:%02d:%02d.%03dZ";
  std::snprintf(text.data(), text.size(), form, year, static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
  return text.data();
}

std::string hexText(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    std::array<char, 4> digits;
    std::snprintf(digits.data(), digits.size(), "%02x", static_cast<unsigned char>(byte));
    text += (text.empty() ? "" : " ") + std::string(digits.data());
  }
  return text;
}

std::string kindOf(const json::value& primitive) {
  if (primitive.is_bool()) return "Boolean";
  if (toDouble(primitive)) return "Number";
  const auto tag = valueTag(primitive);
  return tag == "Symbol" || tag == "BigInt" ? std::string(tag) : "String";
}

/// What node prints of an error before its properties: the stack, in brackets when it has no frames.
std::string errorHead(const json::object& object, std::size_t indentation) {
  std::string text = withoutSurrogates(member(object, "stack").value_or(""));
  if (text.empty()) {
    const auto name = member(object, "name").value_or("Error"),
               message = member(object, "message").value_or("");
    text = withoutSurrogates(name + (message.empty() || name.empty() ? "" : ": ") + message);
  }
  while (text.ends_with('\n')) text.pop_back();
  if (text.find("\n    at") == text.npos) text = "[" + text + "]";
  std::string indented;
  for (const char character : text) {
    indented += character;
    if (character == '\n') indented.append(indentation, ' ');
  }
  return indented;
}

}  // namespace

struct Inspector::Form {
  std::string_view tag;
  Formatted (Inspector::*format)(const json::object&, int);
};

Inspector::Formatted Inspector::formatTagged(std::string_view tag, const json::object& object, int level) {
  static constexpr std::array<Form, 14> kForms{{
      {"Date", &Inspector::formatDate},
      {"RegExp", &Inspector::formatRegExp},
      {"Error", &Inspector::formatError},
      {"Function", &Inspector::formatFunction},
      {"Symbol", &Inspector::formatSymbol},
      {"BigInt", &Inspector::formatBigInt},
      {"Boxed", &Inspector::formatBoxed},
      {"String", &Inspector::formatTaggedString},
      {"Array", &Inspector::formatTaggedArray},
      {"Object", &Inspector::formatTaggedObject},
      {"Map", &Inspector::formatMap},
      {"Set", &Inspector::formatSet},
      {"ArrayBuffer", &Inspector::formatArrayBuffer},
      {"DataView", &Inspector::formatDataView},
  }};
  for (const std::string_view literal : {"undefined", "NaN", "Infinity", "-Infinity", "-0"})
    if (tag == literal) return std::string(tag);
  if (tag == "hole") return "undefined";  // a hole that is not in an array
  for (const Form& form : kForms)
    if (form.tag == tag) return (this->*form.format)(object, level);
  return formatTypedArray(tag, object, level);
}

Inspector::Formatted Inspector::formatDate(const json::object& object, int) {
  const auto* value = object.if_contains("value");
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) return "Invalid Date";
  const double time = value->to_number<double>();
  return std::abs(time) <= 8.64e15 ? isoText(time) : "Invalid Date";
}

Inspector::Formatted Inspector::formatRegExp(const json::object& object, int) {
  const auto source = member(object, "source"), flags = member(object, "flags");
  if (!source || !flags) return std::nullopt;
  return "/" + withoutSurrogates(*source) + "/" + *flags;
}

Inspector::Formatted Inspector::formatError(const json::object& object, int level) {
  Parts parts{.base = errorHead(object, indentation_)};
  const auto* properties = object.if_contains("properties");
  if (properties == nullptr) return std::move(parts.base);
  if (level > kDeepestLevel) return "[" + withoutSurrogates(member(object, "name").value_or("Error")) + "]";
  lastLevel_ = level;
  appendProperties(parts.entries, *properties, level + 1);
  return put(std::move(parts), level);
}

Inspector::Formatted Inspector::formatFunction(const json::object& object, int) {
  const auto name = member(object, "name").value_or("");
  return name.empty() ? "[Function (anonymous)]" : "[Function: " + withoutSurrogates(name) + "]";
}

Inspector::Formatted Inspector::formatSymbol(const json::object& object, int) {
  return "Symbol(" + withoutSurrogates(member(object, "description").value_or("")) + ")";
}

Inspector::Formatted Inspector::formatBigInt(const json::object& object, int) {
  const auto digits = member(object, "value");
  return digits ? Formatted(*digits + "n") : std::nullopt;
}

Inspector::Formatted Inspector::formatBoxed(const json::object& object, int level) {
  const auto* value = object.if_contains("value");
  if (value == nullptr) return std::nullopt;
  return "[" + kindOf(*value) + ": " + format(*value, level) + "]";
}

Inspector::Formatted Inspector::formatTaggedString(const json::object& object, int) {
  const auto text = textOf(object);
  return text ? Formatted(formatString(*text)) : std::nullopt;
}

Inspector::Formatted Inspector::formatTaggedArray(const json::object& object, int level) {
  const auto* items = object.if_contains("items");
  if (items == nullptr || !items->is_array()) return std::nullopt;
  return formatArray(items->get_array(), object.if_contains("properties"), level);
}

Inspector::Formatted Inspector::formatTaggedObject(const json::object& object, int level) {
  if (level > kDeepestLevel) return "[Object]";
  lastLevel_ = level;
  Parts parts;
  appendProperties(parts.entries, object, level + 1);
  return put(std::move(parts), level);
}

Inspector::Formatted Inspector::formatMap(const json::object& object, int level) {
  const auto* entries = object.if_contains("entries");
  if (entries == nullptr || !entries->is_array()) return std::nullopt;
  const auto& pairs = entries->get_array();
  Parts parts{.prefix = "Map(" + std::to_string(pairs.size()) + ") "};
  if (pairs.empty()) return parts.prefix + "{}";
  if (level > kDeepestLevel) return "[Map]";
  lastLevel_ = level;
  for (std::size_t i = 0; i < std::min(pairs.size(), kShownElements); ++i) {
    const auto* pair = pairs[i].if_array();
    if (pair == nullptr || pair->size() != 2) return std::nullopt;
    parts.entries.push_back(formatInner(pair->front(), level + 1) + " => " + formatInner(pair->back(), level + 1));
  }
  if (pairs.size() > kShownElements) parts.entries.push_back(andMore(pairs.size() - kShownElements, "item"));
  return put(std::move(parts), level);
}

Inspector::Formatted Inspector::formatSet(const json::object& object, int level) {
  const auto* values = object.if_contains("values");
  if (values == nullptr || !values->is_array()) return std::nullopt;
  const auto& items = values->get_array();
  Parts parts{.prefix = "Set(" + std::to_string(items.size()) + ") "};
  if (items.empty()) return parts.prefix + "{}";
  if (level > kDeepestLevel) return "[Set]";
  lastLevel_ = level;
  for (std::size_t i = 0; i < std::min(items.size(), kShownElements); ++i) parts.entries.push_back(formatInner(items[i], level + 1));
  if (items.size() > kShownElements) parts.entries.push_back(andMore(items.size() - kShownElements, "item"));
  return put(std::move(parts), level);
}

std::string Inspector::formatBuffer(std::string_view bytes, int level) {
  if (level > kDeepestLevel) return "[ArrayBuffer]";
  lastLevel_ = level;
  std::string contents = hexText(bytes.substr(0, kShownElements));
  if (bytes.size() > kShownElements) contents += " " + andMore(bytes.size() - kShownElements, "byte");
  return put(
      {.prefix = "ArrayBuffer ",
       .entries = {"[Uint8Contents]: <" + contents + ">", "byteLength: " + std::to_string(bytes.size())}},
      level);
}

Inspector::Formatted Inspector::formatArrayBuffer(const json::object& object, int level) {
  const auto bytes = bytesMember(object, "base64");
  return bytes ? Formatted(formatBuffer(*bytes, level)) : std::nullopt;
}

Inspector::Formatted Inspector::formatDataView(const json::object& object, int level) {
  const auto bytes = bytesMember(object, "base64");
  if (!bytes) return std::nullopt;
  if (level > kDeepestLevel) return "[DataView]";
  lastLevel_ = level;
  indentation_ += 2;
  const std::string buffer = formatBuffer(*bytes, level + 1);
  indentation_ -= 2;
  return put(
      {.prefix = "DataView ",
       .entries = {"byteLength: " + std::to_string(bytes->size()), "byteOffset: 0", "buffer: " + buffer}},
      level);
}

Inspector::Formatted Inspector::formatTypedArray(std::string_view name, const json::object& object,
                                                 int level) {
  const ElementType* type = nullptr;
  for (const ElementType& candidate : kElementTypes)
    if (candidate.arrayName == name) type = &candidate;
  const auto bytes = bytesMember(object, "base64");
  if (type == nullptr || !bytes) return std::nullopt;
  const std::size_t count = bytes->size() / type->size;
  Parts parts{.prefix = std::string(name) + "(" + std::to_string(count) + ") ", .open = "[", .close = "]"};
  if (count == 0) return parts.prefix + "[]";
  if (level > kDeepestLevel) return "[" + std::string(name) + "]";
  lastLevel_ = level;
  parts.list = parts.rightAlign = true;
  for (std::size_t i = 0; i < std::min(count, kShownElements); ++i)
    parts.entries.push_back(type->text(bytes->data() + i * type->size));
  parts.hasMore = count > kShownElements;
  if (parts.hasMore) parts.entries.push_back(andMore(count - kShownElements, "item"));
  return put(std::move(parts), level);
}

}  // namespace isobox::detail
