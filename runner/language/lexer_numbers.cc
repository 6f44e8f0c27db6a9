// Numeric literals and their exact values. Runs in sealed runners; the text is hostile.
#include <charconv>
#include <cmath>
#include <limits>

#include "runner/language/code_points.h"
#include "runner/language/lexer.h"

namespace isobox::language {
namespace {

constexpr const char* kUnexpected = "Invalid or unexpected token";

bool isDecimal(unsigned char c) {
  return c >= '0' && c <= '9';
}

bool isDigitOf(unsigned char c, int radix) {
  if (isDecimal(c)) return c - '0' < radix;
  return radix == 16 && (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
}

std::uint64_t digitValue(char c) {
  return isDecimal(static_cast<unsigned char>(c)) ? static_cast<std::uint64_t>(c - '0')
                                                  : static_cast<std::uint64_t>((c | 0x20) - 'a' + 10);
}

// The value of digits in a radix that is a power of two, rounded to the nearest, ties to even. Underscores
// are no digits.
double valueOfBits(std::string_view digits, int bitsEach) {
  std::uint64_t mantissa = 0;
  int shift = 0;
  bool sticky = false;  // something not zero was left out
  for (const char c : digits) {
    if (c == '_') continue;
    const std::uint64_t digit = digitValue(c);
    for (int bit = bitsEach - 1; bit >= 0; --bit) {
      const std::uint64_t one = (digit >> bit) & 1;
      if (mantissa >> 62 != 0) {
        shift += shift < 4096;
        sticky |= one != 0;
      } else {
        mantissa = (mantissa << 1) | one;
      }
    }
  }
  // 63 bits are more than a double's 53: the conversion rounds, and the sticky bit keeps it from seeing a
  // tie.
  return std::ldexp(static_cast<double>(mantissa | static_cast<std::uint64_t>(sticky)), shift);
}

// Whether a decimal that no double comes near is too large rather than too small.
bool isHuge(std::string_view digits) {
  const std::size_t exponentAt = digits.find_first_of("eE");
  const std::string_view significand = digits.substr(0, exponentAt);
  const std::size_t dot = std::min(significand.find('.'), significand.size());
  const std::size_t first = significand.find_first_not_of("0.");
  if (first == std::string_view::npos) return false;
  const double magnitude = first < dot ? static_cast<double>(dot - first) : -static_cast<double>(first - dot);
  double exponent = 0;
  bool negative = false;
  if (exponentAt != std::string_view::npos)
    for (const char c : digits.substr(exponentAt + 1)) {
      if (c == '-')
        negative = true;
      else if (c != '+')
        exponent = std::min(exponent * 10 + (c - '0'), 1e15);
    }
  return magnitude + (negative ? -exponent : exponent) > 0;
}

double valueOfDecimal(std::string_view digits) {
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc::result_out_of_range) return value;
  return isHuge(digits) ? std::numeric_limits<double>::infinity() : 0;
}

}  // namespace

void Lexer::scanNumber(Token& token) {
  token.kind = TokenKind::Number;
  if (peek() != '0') return scanDecimal(token, true);
  switch (peek(1)) {
    case 'x':
    case 'X':
      return scanRadix(token, 16);
    case 'o':
    case 'O':
      return scanRadix(token, 8);
    case 'b':
    case 'B':
      return scanRadix(token, 2);
    case '_':
      fail("Numeric separator can not be used after leading 0.", at_ + 1);
    default:
      break;
  }
  if (!isDecimal(peek(1))) return scanDecimal(token, true);
  token.legacyOctal = true;
  token.legacyOctalAt = token.begin;
  std::size_t length = 1;
  bool octal = true;
  for (; isDecimal(peek(length)); ++length) octal &= peek(length) < '8';
  if (!octal) return scanDecimal(token, false);
  at_ += static_cast<Offset>(length);
  token.number = valueOfBits(text_.substr(token.begin, length), 3);
  endNumber(token, false);
}

void Lexer::scanRadix(Token& token, int radix) {
  at_ += 2;
  const Offset digits = at_;
  if (!scanDigits(radix, true)) fail(kUnexpected, token.begin);
  token.number = valueOfBits(text_.substr(digits, at_ - digits), radix == 16 ? 4 : radix == 8 ? 3 : 1);
  endNumber(token, true);
}

void Lexer::scanDecimal(Token& token, bool separators) {
  const Offset begin = at_;
  scanDigits(10, separators);
  bool integer = true;
  if (peek() == '.') {
    integer = false;
    ++at_;
    if (peek() == '_') fail(kUnexpected, at_);
    scanDigits(10, true);
  }
  if (peek() == 'e' || peek() == 'E') {
    integer = false;
    scanExponent();
  }
  std::string_view digits = text_.substr(begin, at_ - begin);
  if (digits.find('_') != std::string_view::npos) {
    scratch_.clear();
    for (const char c : digits)
      if (c != '_') scratch_.push_back(c);
    digits = scratch_;
  }
  if (integer && digits.size() <= 15) {  // exact in a double
    std::uint64_t value = 0;
    for (const char c : digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');
    token.number = static_cast<double>(value);
  } else {
    token.number = valueOfDecimal(digits);
  }
  endNumber(token, integer && separators);
}

void Lexer::scanExponent() {
  const Offset begin = at_;
  ++at_;
  if (peek() == '+' || peek() == '-') ++at_;
  if (!scanDigits(10, true)) fail(kUnexpected, begin);
}

// Whether there was a digit. Separators stand between two digits, one at a time.
bool Lexer::scanDigits(int radix, bool separators) {
  const Offset begin = at_;
  for (;; ++at_) {
    if (isDigitOf(peek(), radix)) continue;
    if (peek() != '_') return at_ != begin;
    if (!separators || at_ == begin) fail(kUnexpected, at_);
    if (peek(1) == '_') fail("Only one underscore is allowed as numeric separator", at_ + 1);
    if (!isDigitOf(peek(1), radix))
      fail("Numeric separators are not allowed at the end of numeric literals", at_ + 1);
  }
}

void Lexer::endNumber(Token& token, bool mayBeBigInt) {
  if (peek() == 'n' && mayBeBigInt) {
    ++at_;
    token.kind = TokenKind::BigInt;
    token.text = text_.substr(token.begin, at_ - token.begin);
  }
  token.end = at_;
  if (at_ >= text_.size()) return;
  if (peek() == '\\' || isDecimal(peek()) || isIdentifierStart(decodeCodePoint(text_, at_).value))
    fail(kUnexpected, token.begin);
}

}  // namespace isobox::language
