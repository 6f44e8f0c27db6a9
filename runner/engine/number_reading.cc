// Texts as numbers: each gives the double nearest to what it says, however many digits it has. Runs in sealed runners.
// std::from_chars asks no locale, allocates nothing and takes time in proportion to the text.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include "runner/engine/duktape_unit.h"
#include "runner/engine/number_text.h"

namespace isobox::runner {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The power of ten of the first digit that is not 0, for a text whose number no double can hold.
bool isTooLarge(std::string_view text) {
  const std::size_t mark = text.find_first_of("eE");
  long long exponent = 0;
  if (mark != std::string_view::npos) {
    std::string_view written = text.substr(mark + 1);
    if (written.starts_with('+')) written.remove_prefix(1);
    if (std::from_chars(written.data(), written.data() + written.size(), exponent).ec != std::errc())
      return !written.starts_with('-');
  }
  const std::string_view digits = text.substr(0, mark);
  const std::size_t first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return false;
  const std::size_t point = digits.find('.') == std::string_view::npos ? digits.size() : digits.find('.');
  return exponent + static_cast<long long>(point) - static_cast<long long>(first) > 0;
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// Takes the digits at the text's beginning; how many.
std::size_t skipDigits(std::string_view& text) {
  const std::size_t count =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), isDigit) - text.begin());
  text.remove_prefix(count);
  return count;
}

// Takes an exponent when there is a whole one.
void skipExponent(std::string_view& text) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return;
  std::string_view rest = text.substr(1);
  if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) rest.remove_prefix(1);
  if (skipDigits(rest) > 0) text = rest;
}

// The longest StrUnsignedDecimalLiteral that the text begins with, without Infinity: "1.", ".5" and "007e1" are ones.
std::string_view leadingDecimal(std::string_view text) {
  std::string_view rest = text;
  std::size_t digits = skipDigits(rest);
  if (rest.starts_with('.')) {
    std::string_view fraction = rest.substr(1);
    const std::size_t count = skipDigits(fraction);
    digits += count;
    if (digits > 0) rest = fraction;
  }
  if (digits == 0) return {};
  skipExponent(rest);
  return text.substr(0, text.size() - rest.size());
}

// JSON's grammar is narrower: digits before the point and behind it, and no 0 before others.
bool isJsonNumber(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool zero = text.starts_with('0');
  const std::size_t digits = skipDigits(text);
  if (digits == 0 || (zero && digits > 1)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (skipDigits(text) == 0) return false;
  }
  skipExponent(text);
  return text.empty();
}

bool takeSign(std::string_view& text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  return negative;
}

unsigned digitOf(char c) {
  if (isDigit(c)) return static_cast<unsigned>(c - '0');
  const char small = static_cast<char>(c | 0x20);
  return small >= 'a' && small <= 'z' ? static_cast<unsigned>(small - 'a') + 10 : 36;
}

std::string_view leadingDigits(std::string_view text, unsigned radix) {
  std::size_t count = 0;
  while (count < text.size() && digitOf(text[count]) < radix) ++count;
  return text.substr(0, count);
}

// Digits whose radix is a power of two: the first 64 bits, and whether a 1 is among the rest, say how to round.
double binaryDigits(std::string_view digits, int bitsEach) {
  std::uint64_t mantissa = 0;
  bool sticky = false;
  int shift = 0;
  for (const char c : digits)
    for (int bit = bitsEach - 1; bit >= 0; --bit) {
      const bool one = (digitOf(c) >> bit & 1) != 0;
      if (mantissa >> 63 == 0) {
        mantissa = mantissa << 1 | static_cast<std::uint64_t>(one);
        continue;
      }
      sticky |= one;
      shift += shift < 4096;  // enough for Infinity
    }
  return std::ldexp(static_cast<double>(mantissa | static_cast<std::uint64_t>(sticky)), shift);
}

// Digits of other radices. The standard leaves what comes after 20 digits to the engine: as other engines do, sums of as
// many digits as a factor of 32 bits holds are put together in doubles, from the first digit that is not 0 on.
double groupedDigits(std::string_view digits, unsigned radix) {
  constexpr std::uint32_t kLargestFactor = 0xffffffffu / 36;
  double value = 0;
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  while (!digits.empty()) {
    std::uint32_t factor = 1, sum = 0;
    while (!digits.empty() && factor * radix <= kLargestFactor) {
      sum = sum * radix + digitOf(digits.front());
      factor *= radix;
      digits.remove_prefix(1);
    }
    value = value * factor + sum;
  }
  return value;
}

double valueOfDigits(std::string_view digits, unsigned radix) {
  switch (radix) {
    case 2:
      return binaryDigits(digits, 1);
    case 4:
      return binaryDigits(digits, 2);
    case 8:
      return binaryDigits(digits, 3);
    case 10:
      return readDecimal(digits);
    case 16:
      return binaryDigits(digits, 4);
    case 32:
      return binaryDigits(digits, 5);
    default:
      return groupedDigits(digits, radix);
  }
}

// What "0x", "0o" or "0b" at a text's beginning says, or 0.
unsigned prefixedRadix(std::string_view text) {
  if (text.size() < 2 || text[0] != '0') return 0;
  switch (text[1] | 0x20) {
    case 'x':
      return 16;
    case 'o':
      return 8;
    case 'b':
      return 2;
    default:
      return 0;
  }
}

double wholePrefixed(std::string_view digits, unsigned radix) {
  if (digits.empty() || leadingDigits(digits, radix).size() != digits.size()) return kNaN;
  return valueOfDigits(digits, radix);
}

// StringNumericLiteral without white space around it (ECMA-262, 7.1.4.1).
double wholeNumber(std::string_view text) {
  if (text.empty()) return 0;
  if (const unsigned radix = prefixedRadix(text)) return wholePrefixed(text.substr(2), radix);
  const bool negative = takeSign(text);
  if (text == "Infinity") return negative ? -kInfinity : kInfinity;
  const std::string_view decimal = leadingDecimal(text);
  if (decimal.empty() || decimal.size() != text.size()) return kNaN;
  return negative ? -readDecimal(decimal) : readDecimal(decimal);
}

double leadingFloat(std::string_view text) {
  const bool negative = takeSign(text);
  if (text.starts_with("Infinity")) return negative ? -kInfinity : kInfinity;
  const std::string_view decimal = leadingDecimal(text);
  if (decimal.empty()) return kNaN;
  return negative ? -readDecimal(decimal) : readDecimal(decimal);
}

double leadingInteger(std::string_view text, unsigned radix, bool hexPrefix) {
  const bool negative = takeSign(text);
  if (hexPrefix && prefixedRadix(text) == 16) {
    text.remove_prefix(2);
    radix = 16;
  }
  const std::string_view digits = leadingDigits(text, radix);
  if (digits.empty()) return kNaN;
  const double value = valueOfDigits(digits, radix);
  return negative ? -value : value;
}

}  // namespace

double readDecimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view magnitude = text.substr(negative ? 1 : 0);
  double value = 0;
  const auto result = std::from_chars(magnitude.data(), magnitude.data() + magnitude.size(), value);
  if (result.ec == std::errc::result_out_of_range)
    value = isTooLarge(magnitude) ? kInfinity : 0;
  return negative ? -value : value;
}

}  // namespace isobox::runner

extern "C" double isobox_text_to_number(const char* text, size_t length) {
  return isobox::runner::wholeNumber({text, length});
}

extern "C" double isobox_json_to_number(const char* text, size_t length) {
  const std::string_view number(text, length);
  return isobox::runner::isJsonNumber(number) ? isobox::runner::readDecimal(number) : isobox::runner::kNaN;
}

extern "C" double isobox_text_to_float(const char* text, size_t length) {
  return isobox::runner::leadingFloat({text, length});
}

extern "C" double isobox_text_to_integer(const char* text, size_t length, unsigned radix, int hex_prefix) {
  return isobox::runner::leadingInteger({text, length}, radix, hex_prefix != 0);
}
