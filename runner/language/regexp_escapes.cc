// Regular expressions: what follows a backslash, and names of groups. Runs in sealed runners; the pattern is
// hostile.
#include "runner/language/code_points.h"
#include "runner/language/regexp_syntax.h"

namespace isobox::language {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isLetter(char c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

int hexValue(char c) {
  if (isDigit(c)) return c - '0';
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

constexpr std::string_view kSyntaxCharacters = "^$\\.*+?()[]{}|/";
constexpr std::string_view kSetPunctuators = "&-!#%,:;<=>@`~";
constexpr std::size_t kManyCaptures = 1'000'000'000;

}  // namespace

// At a backslash outside of classes.
RegExpSyntax::Atom RegExpSyntax::escape() {
  if (at_ + 1 >= pattern_.size()) fail("\\ at end of pattern");
  Atom atom;
  bool strings = false;
  const char c = peek(1);
  if (c == 'b' || c == 'B') {
    at_ += 2;
    atom.quantifiable = false;
    atom.mayBeEmpty = true;
  } else if (c == 'k') {
    namedReference();
    atom.mayBeEmpty = true;
  } else if (c >= '1' && c <= '9') {
    decimalEscape();
    atom.mayBeEmpty = true;
  } else if (!classEscape(strings)) {
    characterValue(false);
  } else {
    atom.mayBeEmpty = strings;
  }
  return atom;
}

// Annex B reads a backreference to a group that is not there as an octal number or as itself.
void RegExpSyntax::decimalEscape() {
  const std::size_t begin = at_++;
  std::size_t value = 0;
  for (; isDigit(peek()); ++at_)
    value = std::min(value * 10 + static_cast<std::size_t>(peek() - '0'), kManyCaptures);
  if (value <= highestReference_) return;
  highestReference_ = value;
  highestReferenceAt_ = begin;
}

// ---- names --------------------------------------------------------------------------------------

// \k is itself in Annex B as long as no group has a name; finish() knows.
void RegExpSyntax::namedReference() {
  plain_ = false;
  const std::size_t begin = at_;
  at_ += 2;
  if (eat("<"))
    if (auto name = groupName()) {
      nameReferences_.emplace_back(std::move(*name), begin);
      return;
    }
  if (unicode_) throw Wrong{"Invalid named reference", begin};
  if (!wrongNameReference_) wrongNameReference_ = begin;
  at_ = begin + 2;
}

// Behind `<`, up to and with `>`. Nothing when there is no name.
std::optional<std::string> RegExpSyntax::groupName() {
  std::string name;
  while (!atEnd() && peek() != '>') {
    const auto c = groupNameCharacter();
    if (!c || !(name.empty() ? isIdentifierStart(*c) : isIdentifierPart(*c))) return std::nullopt;
    appendCesu8(name, *c);
  }
  if (name.empty() || !eat(">")) return std::nullopt;
  return name;
}

std::optional<char32_t> RegExpSyntax::groupNameCharacter() {
  if (peek() != '\\') {
    const CodePoint c = decodeCodePoint(pattern_, at_);
    at_ += c.size;
    return c.value;
  }
  if (peek(1) != 'u') return std::nullopt;
  ++at_;
  return unicodeEscape(true, true);
}

// ---- characters ---------------------------------------------------------------------------------

std::optional<char32_t> RegExpSyntax::hexDigits(std::size_t count) {
  char32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const int digit = hexValue(peek(i));
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit);
  }
  at_ += count;
  return value;
}

// At the `u`. `pairs`: two escapes that make a pair are one. `braces`: \u{…} is allowed.
std::optional<char32_t> RegExpSyntax::unicodeEscape(bool pairs, bool braces) {
  const std::size_t begin = at_++;
  const auto nothing = [&]() -> std::optional<char32_t> {
    at_ = begin;
    return std::nullopt;
  };
  if (braces && eat("{")) {
    char32_t value = 0;
    const std::size_t digits = at_;
    for (; hexValue(peek()) >= 0; ++at_) {
      value = value * 16 + static_cast<char32_t>(hexValue(peek()));
      if (value > 0x10ffff) return nothing();
    }
    if (at_ == digits || !eat("}")) return nothing();
    return value;
  }
  const auto lead = hexDigits(4);
  if (!lead) return nothing();
  const std::size_t back = at_;
  if (!pairs || !isLeadSurrogate(*lead) || !eat("\\u")) return lead;
  if (const auto trail = hexDigits(4); trail && isTrailSurrogate(*trail))
    return joinSurrogates(*lead, *trail);
  at_ = back;
  return lead;
}

// At the backslash: \d \D \s \S \w \W, and \p{…} in u and v mode. `strings`: it may match more or less than
// one character.
bool RegExpSyntax::classEscape(bool& strings) {
  switch (peek(1)) {
    case 'd':
    case 'D':
    case 's':
    case 'S':
    case 'w':
    case 'W':
      at_ += 2;
      return true;
    case 'p':
    case 'P':
      if (!unicode_) return false;
      strings = property(peek(1) == 'P') == PropertyAnswer::Strings;
      return true;
    default:
      return false;
  }
}

PropertyAnswer RegExpSyntax::property(bool negated) {
  const std::size_t begin = at_;
  at_ += 2;
  const auto word = [&] {
    const std::size_t from = at_;
    while (isLetter(peek()) || isDigit(peek()) || peek() == '_') ++at_;
    return pattern_.substr(from, at_ - from);
  };
  auto answer = PropertyAnswer::Unknown;
  if (eat("{")) {
    const std::string_view name = word();
    std::optional<std::string_view> value;
    if (eat("=")) value = word();
    if (eat("}")) answer = lookUpProperty(name, value);
  }
  if (answer == PropertyAnswer::Unknown || (answer == PropertyAnswer::Strings && (!sets_ || negated)))
    throw Wrong{"Invalid property name", begin};
  return answer;
}

// At a backslash: an escape that stands for one character, and which.
char32_t RegExpSyntax::characterValue(bool inClass) {
  if (at_ + 1 >= pattern_.size()) fail("\\ at end of pattern");
  const std::size_t begin = at_++;
  const char c = peek();
  switch (c) {
    case 'f':
      ++at_;
      return '\f';
    case 'n':
      ++at_;
      return '\n';
    case 'r':
      ++at_;
      return '\r';
    case 't':
      ++at_;
      return '\t';
    case 'v':
      ++at_;
      return '\v';
    case 'c':
      return controlLetter(inClass);
    case 'x':
      ++at_;
      if (const auto value = hexDigits(2)) return *value;
      if (unicode_) throw Wrong{"Invalid escape", begin};
      plain_ = false;
      return 'x';
    case 'u':
      if (const auto value = unicodeEscape(unicode_, unicode_)) {
        beyondAscii_ |= *value >= 0x80;
        return *value;
      }
      if (unicode_) throw Wrong{"Invalid Unicode escape", begin};
      ++at_;
      plain_ = false;
      return 'u';
    default:
      break;
  }
  if (isDigit(c)) {
    if (c == '0' && !isDigit(peek(1))) {
      ++at_;
      return 0;
    }
    if (unicode_) throw Wrong{inClass ? "Invalid class escape" : "Invalid decimal escape", begin};
    return legacyOctal();
  }
  const bool known = kSyntaxCharacters.find(c) != std::string_view::npos || (inClass && c == '-') ||
                     (inClass && sets_ && kSetPunctuators.find(c) != std::string_view::npos);
  if (unicode_ && !known) throw Wrong{"Invalid escape", begin};
  if (isLetter(c)) plain_ = false;
  if (c == 'k' && !wrongNameReference_) wrongNameReference_ = begin;
  return character();
}

// At the `c`. Annex B reads a backslash in front of what is no control letter as itself.
char32_t RegExpSyntax::controlLetter(bool inClass) {
  const char letter = peek(1);
  if (isLetter(letter) || (inClass && !unicode_ && (isDigit(letter) || letter == '_'))) {
    if (!isLetter(letter)) plain_ = false;
    at_ += 2;
    return static_cast<char32_t>(letter) % 32;
  }
  if (unicode_) fail("Invalid Unicode escape");
  plain_ = false;
  return '\\';
}

char32_t RegExpSyntax::legacyOctal() {
  plain_ = false;
  char32_t value = static_cast<char32_t>(peek() - '0');
  ++at_;
  if (value >= 8) return value + '0';
  for (int left = value <= 3 ? 2 : 1; left > 0 && peek() >= '0' && peek() <= '7'; --left, ++at_)
    value = value * 8 + static_cast<char32_t>(peek() - '0');
  return value;
}

}  // namespace isobox::language
