// The validator of runner values. Runs in the supervisor on hostile bytes: one pass over them, no allocation,
// no recursion, no table that is not constant.
#include "ipc/json_validator.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>
#include <limits>
#include <system_error>

#include "ipc/base/plain_text.h"

namespace isobox::ipc {
namespace {

unsigned char byteAt(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

// What may stand behind a backslash, but for u.
constexpr auto kShortEscapes = [] {
  std::array<bool, 256> is{};
  for (const unsigned char c : {'"', '\\', '/', 'b', 'f', 'n', 'r', 't'}) is[c] = true;
  return is;
}();

constexpr unsigned kNoDigit = 16;  // a bit that no digit has
constexpr auto kHexDigits = [] {
  std::array<std::uint8_t, 256> value{};
  value.fill(kNoDigit);
  for (unsigned i = 0; i < 16; ++i) value["0123456789abcdef"[i]] = value["0123456789ABCDEF"[i]] = static_cast<std::uint8_t>(i);
  return value;
}();

class Validator {
 public:
  Validator(std::string_view text, std::size_t maxDepth) : rest_(text), maxDepth_(maxDepth) {}

  JsonFault run() {
    for (;;) {
      bool opened = false;
      if (!value(opened)) return fault_;
      if (opened) continue;
      while (depth_ > 0 && take(inObject_[depth_ - 1] ? '}' : ']')) --depth_;
      if (depth_ == 0) return rest_.empty() ? JsonFault::None : JsonFault::NotJson;
      if (!take(',')) return JsonFault::NotJson;
      if (inObject_[depth_ - 1] && !memberName()) return fault_;
    }
  }

 private:
  bool fail(JsonFault fault) {
    fault_ = fault;
    return false;
  }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// A scalar or an empty container, whole; or the beginning of a container up to its first value (`opened`).
  bool value(bool& opened) {
    if (rest_.empty()) return fail(JsonFault::NotJson);
    switch (rest_.front()) {
      case '{':
        return open(true, opened);
      case '[':
        return open(false, opened);
      case '"':
        return string();
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return number();
    }
  }

  bool open(bool object, bool& opened) {
    if (depth_ >= maxDepth_) return fail(JsonFault::TooDeep);
    rest_.remove_prefix(1);
    if (take(object ? '}' : ']')) return true;
    inObject_[depth_++] = object;
    opened = true;
    return !object || memberName();
  }

  bool memberName() {
    if (rest_.empty() || rest_.front() != '"') return fail(JsonFault::NotJson);
    return string() && (take(':') || fail(JsonFault::NotJson));
  }

  bool word(std::string_view expected) {
    if (!rest_.starts_with(expected)) return fail(JsonFault::NotJson);
    rest_.remove_prefix(expected.size());
    return true;
  }

  /// By its first byte what comes next is plain for a while or is not: texts of nothing but escapes are read as fast as others.
  bool string() {
    rest_.remove_prefix(1);
    for (;;) {
      if (rest_.empty()) return fail(JsonFault::NotJson);
      const unsigned char c = byteAt(rest_, 0);
      if (c >= 0x80) {
        const auto length = utf8Length(rest_);
        if (length == 0) return fail(JsonFault::BadUtf8);
        rest_.remove_prefix(length);
      } else if (c == '\\') {
        if (!escape()) return fail(JsonFault::NotJson);
      } else if (c == '"') {
        rest_.remove_prefix(1);
        return true;
      } else if (c < 0x20) {
        return fail(JsonFault::NotJson);
      } else {
        rest_.remove_prefix(plainJsonLength(rest_));
      }
    }
  }

  /// A backslash and what follows it.
  bool escape() {
    if (rest_.size() < 2) return false;
    const unsigned char c = byteAt(rest_, 1);
    rest_.remove_prefix(2);
    if (c != 'u') return kShortEscapes[c];
    unsigned high = 0, low = 0;
    if (!fourHexDigits(high) || (high >= 0xdc00 && high < 0xe000)) return false;
    if (high < 0xd800 || high >= 0xe000) return true;
    return take('\\') && take('u') && fourHexDigits(low) && low >= 0xdc00 && low < 0xe000;
  }

  bool fourHexDigits(unsigned& unit) {
    if (rest_.size() < 4) return false;
    unsigned all = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const unsigned digit = kHexDigits[byteAt(rest_, i)];
      unit = unit << 4 | (digit & 15);
      all |= digit;
    }
    rest_.remove_prefix(4);
    return (all & kNoDigit) == 0;
  }

  bool number() {
    const std::string_view before = rest_;
    const auto taken = [&] { return before.size() - rest_.size(); };
    take('-');
    if (!take('0') && !digits()) return fail(JsonFault::NotJson);
    const std::size_t whole = taken();
    if (take('.') && !digits()) return fail(JsonFault::NotJson);
    const std::size_t mantissa = taken();
    bool negative = false;
    if (take('e') || take('E')) {
      negative = take('-');
      if (!negative) take('+');
      if (!digits()) return fail(JsonFault::NotJson);
    }
    if (taken() > kValidatorNumber) return fail(JsonFault::NotJson);
    const auto text = before.substr(0, taken());
    return mantissa == text.size() || fits(text, whole, text.substr(mantissa + 1), negative) || fail(JsonFault::NotJson);
  }

  bool digits() {
    std::size_t count = 0;
    while (count < rest_.size() && isDigit(rest_[count])) ++count;
    rest_.remove_prefix(count);
    return count > 0;
  }

  /// Readers answer an exponent that is too large in different ways, so none gets through. Of 64 characters
  /// with a negative exponent none is too large, only too small, which all read as zero; but exponents beyond
  /// an int are not read by all. `whole`: the characters before the point.
  static bool fits(std::string_view text, std::size_t whole, std::string_view exponent, bool negative) {
    if (exponent.size() > 5) return false;
    if (negative) return true;
    unsigned zeros = 0;
    for (const char c : exponent)
      if (isDigit(c)) zeros = 10 * zeros + static_cast<unsigned>(c - '0');
    // With so many digits it is less than the largest double.
    if (whole + zeros <= std::numeric_limits<double>::max_exponent10) return true;
    double ignored = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), ignored);
    return error == std::errc{};
  }

  std::string_view rest_;
  std::size_t maxDepth_;
  std::size_t depth_ = 0;
  std::bitset<kValidatorDepth> inObject_;  // for each open container: object or array
  JsonFault fault_ = JsonFault::None;
};

}  // namespace

JsonFault validateJson(std::string_view text, std::size_t maxDepth) {
  return Validator(text, std::min(maxDepth, kValidatorDepth)).run();
}

bool isUtf8(std::string_view text) {
  for (;;) {
    text.remove_prefix(asciiLength(text));
    if (text.empty()) return true;
    const auto length = utf8Length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
}

// The Unicode Standard, table 3-7: only the second byte's range depends on the first byte.
std::size_t utf8Length(std::string_view text) {
  if (text.empty()) return 0;
  const unsigned char first = byteAt(text, 0);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const std::size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (text.size() < length) return 0;
  const unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (byteAt(text, 1) < low || byteAt(text, 1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if ((byteAt(text, i) & 0xc0) != 0x80) return 0;
  return length;
}

}  // namespace isobox::ipc
