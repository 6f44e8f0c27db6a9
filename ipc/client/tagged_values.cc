// What is inside tagged values. Runs in the user's process.
#include "ipc/client/tagged_values.h"

#include <cstdint>

#include "isobox/values.h"

namespace isobox::detail {

namespace json = boost::json;

namespace {

int base64Digit(char character) {
  if (character >= 'A' && character <= 'Z') return character - 'A';
  if (character >= 'a' && character <= 'z') return character - 'a' + 26;
  if (character >= '0' && character <= '9') return character - '0' + 52;
  if (character == '+') return 62;
  return character == '/' ? 63 : -1;
}

std::optional<std::string> decodeBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char character : text) {
    const int digit = base64Digit(character);
    if (digit < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  return bytes;
}

void appendCodePoint(std::string& out, std::uint32_t point) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (point >> shift & 0x3f)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xc0 | point >> 6);
    tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xe0 | point >> 12);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0 | point >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

/// From UTF-16, little-endian.
std::string fromUtf16(std::string_view bytes) {
  const auto unit = [&](std::size_t at) -> std::uint32_t {
    return static_cast<unsigned char>(bytes[at]) | static_cast<unsigned char>(bytes[at + 1]) << 8;
  };
  std::string text;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    std::uint32_t point = unit(i);
    const bool high = point >= 0xd800 && point < 0xdc00;
    if (high && i + 3 < bytes.size() && unit(i + 2) >= 0xdc00 && unit(i + 2) < 0xe000) {
      point = 0x10000 + ((point - 0xd800) << 10) + (unit(i + 2) - 0xdc00);
      i += 2;
    }
    appendCodePoint(text, point);
  }
  return text;
}

}  // namespace

std::optional<std::string_view> textMember(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view(value->get_string());
}

std::optional<std::string> bytesMember(const json::object& object, std::string_view name) {
  const auto text = textMember(object, name);
  return text ? decodeBase64(*text) : std::nullopt;
}

std::optional<std::string> textOf(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  if (valueTag(value) != "String") return std::nullopt;
  const auto bytes = bytesMember(value.get_object(), "utf16");
  return bytes ? std::optional(fromUtf16(*bytes)) : std::nullopt;
}

std::size_t surrogateLength(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  return text.size() >= 3 && byte(0) == 0xed && byte(1) >= 0xa0 && byte(1) <= 0xbf && (byte(2) & 0xc0) == 0x80
             ? 3
             : 0;
}

std::string withoutSurrogates(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto length = surrogateLength(text);
    out += length == 0 ? text.substr(0, 1) : "\uFFFD";
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

}  // namespace isobox::detail
