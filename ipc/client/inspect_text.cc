// Single pieces of the text that `inspect` makes. Runs in the user's process.
#include "ipc/client/inspect_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "ipc/client/tagged_values.h"
#include "ipc/json_validator.h"

namespace isobox::detail {
namespace {

struct CodePoints {
  std::uint32_t first, last;
};

// Unicode's East_Asian_Width W and F, in the coarse blocks that text in results comes from.
constexpr std::array kWide{
    CodePoints{0x1100, 0x115f},   CodePoints{0x2e80, 0x303e},   CodePoints{0x3041, 0x4dbf},
    CodePoints{0x4e00, 0xa4c6},   CodePoints{0xa960, 0xa97c},   CodePoints{0xac00, 0xd7a3},
    CodePoints{0xf900, 0xfaff},   CodePoints{0xfe30, 0xfe6b},   CodePoints{0xff01, 0xff60},
    CodePoints{0xffe0, 0xffe6},   CodePoints{0x1f300, 0x1f64f}, CodePoints{0x1f680, 0x1f6ff},
    CodePoints{0x1f900, 0x1f9ff}, CodePoints{0x20000, 0x3fffd},
};
constexpr std::array kNoWidth{
    CodePoints{0x0000, 0x001f}, CodePoints{0x007f, 0x009f},   CodePoints{0x0300, 0x036f},
    CodePoints{0x200b, 0x200f}, CodePoints{0x20d0, 0x20ff},   CodePoints{0xfe00, 0xfe0f},
    CodePoints{0xfe20, 0xfe2f}, CodePoints{0xe0100, 0xe01ef},
};

bool isIn(std::uint32_t point, const auto& ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [point](const CodePoints& range) {
    return range.first <= point && point <= range.last;
  });
}

/// Calls `use(code point, its bytes)` for each character; for a byte that is none, with the byte.
template <class Use>
void forEachCharacter(std::string_view text, Use use) {
  while (!text.empty()) {
    const auto length = std::max({std::size_t{1}, ipc::utf8Length(text), surrogateLength(text)});
    std::uint32_t point = static_cast<unsigned char>(text[0]);
    if (length > 1) point &= 0x7fu >> length;
    for (std::size_t i = 1; i < length; ++i)
      point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
    use(point, text.substr(0, length));
    text.remove_prefix(length);
  }
}

char chooseQuote(std::string_view text) {
  if (text.find('\'') == text.npos) return '\'';
  if (text.find('"') == text.npos) return '"';
  if (text.find('`') == text.npos && text.find("${") == text.npos) return '`';
  return '\'';
}

bool isSurrogate(std::uint32_t point) {
  return point >= 0xd800 && point <= 0xdfff;
}

std::string escaped(std::uint32_t point) {
  constexpr std::array kNamed{std::pair('\b', "\\b"), std::pair('\t', "\\t"), std::pair('\n', "\\n"),
                              std::pair('\f', "\\f"), std::pair('\r', "\\r")};
  for (const auto& [character, text] : kNamed)
    if (point == static_cast<std::uint32_t>(character)) return text;
  std::array<char, 8> text;
  std::snprintf(text.data(), text.size(), isSurrogate(point) ? "\\u%04x" : "\\x%02X", point);
  return text.data();
}

/// Digits and decimal exponent of the shortest text that reads back as `number`, which is finite and above 0.
std::pair<std::string, int> shortestDigits(double number) {
  std::array<char, 32> raw;
  const auto end =
      std::to_chars(raw.data(), raw.data() + raw.size(), number, std::chars_format::scientific).ptr;
  const std::string_view text(raw.data(), static_cast<std::size_t>(end - raw.data()));
  const auto mark = text.find('e');
  std::string digits(1, text[0]);
  if (mark > 2) digits += text.substr(2, mark - 2);
  return {digits, std::stoi(std::string(text.substr(mark + 1)))};
}

}  // namespace

std::string quoted(std::string_view text) {
  const char quote = chooseQuote(text);
  std::string out(1, quote);
  forEachCharacter(text, [&](std::uint32_t point, std::string_view bytes) {
    if (point < 0x20 || (point >= 0x7f && point <= 0x9f) || isSurrogate(point)) {
      out += escaped(point);
      return;
    }
    if (point == '\\' || point == static_cast<unsigned char>(quote)) out += '\\';
    out += bytes;
  });
  return out + quote;
}

std::string keyText(std::string_view key) {
  if (key == "__proto__") return "['__proto__']";
  const auto isWord = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  const bool plain =
      !key.empty() && !(key[0] >= '0' && key[0] <= '9') && std::all_of(key.begin(), key.end(), isWord);
  return plain ? std::string(key) : quoted(key);
}

// ECMAScript, Number::toString.
std::string numberText(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::signbit(number)) return "-" + numberText(-number);
  if (std::isinf(number)) return "Infinity";
  if (number == 0) return "0";
  auto [digits, exponent] = shortestDigits(number);
  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // the decimal point's place, counted from the first digit
  if (count <= point && point <= 21)
    return digits + std::string(static_cast<std::size_t>(point - count), '0');
  if (0 < point && point <= 21) return digits.insert(static_cast<std::size_t>(point), ".");
  if (-6 < point && point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (count > 1) digits.insert(1, ".");
  return digits + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
}

std::size_t utf16Length(std::string_view utf8) {
  std::size_t length = 0;
  forEachCharacter(utf8, [&](std::uint32_t point, std::string_view) { length += point >= 0x10000 ? 2 : 1; });
  return length;
}

std::string_view utf16Prefix(std::string_view utf8, std::size_t units) {
  std::size_t bytes = 0, length = 0;
  forEachCharacter(utf8, [&](std::uint32_t point, std::string_view character) {
    length += point >= 0x10000 ? 2 : 1;
    if (length <= units) bytes += character.size();
  });
  return utf8.substr(0, bytes);
}

std::size_t columnCount(std::string_view utf8) {
  std::size_t columns = 0;
  forEachCharacter(utf8, [&](std::uint32_t point, std::string_view) {
    if (!isIn(point, kNoWidth)) columns += isIn(point, kWide) ? 2 : 1;
  });
  return columns;
}

}  // namespace isobox::detail
