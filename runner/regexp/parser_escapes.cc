// What follows a backslash, and names of groups. Runs in sealed runners; the pattern is hostile.
#include "runner/language/code_points.h"
#include "runner/regexp/parser.h"

namespace isobox::regexp {
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
constexpr std::uint32_t kManyCaptures = 1'000'000'000;

}  // namespace

// At a backslash outside of classes: appends what it stands for. Whether a quantifier may follow.
bool Parser::escape() {
  if (at_ + 1 >= pattern_.size()) fail("\\ at end of pattern");
  const char c = peek(1);
  if (c == 'b' || c == 'B') {
    at_ += 2;
    appendAssertion(c == 'b' ? NodeKind::WordBoundary : NodeKind::NoWordBoundary);
    return false;
  }
  if (c == 'k') {
    namedReference();
  } else if (c >= '1' && c <= '9') {
    decimalEscape();
  } else if (std::string_view("dDsSwW").find(c) != std::string_view::npos) {
    at_ += 2;
    appendCommonSet(c);
  } else {
    StringSet set;
    bool strings = false;
    if (classEscape(set, strings))
      appendStringSet(set);
    else
      appendCharacter(characterValue(false));
  }
  return true;
}

// How many captures the pattern has and whether any has a name: what a backslash means may depend on groups
// that come later. Wrong patterns may be counted wrongly; the parser finds them.
void Parser::countGroups() {
  if (allCaptures_ > 0) return;
  allCaptures_ = 1;
  pool_.work(pattern_.size());
  bool inClass = false;
  for (std::size_t i = 0; i < pattern_.size(); ++i) {
    const char c = pattern_[i];
    if (c == '\\')
      ++i;
    else if (c == '[')
      inClass = true;
    else if (c == ']')
      inClass = false;
    else if (c == '(' && !inClass) {
      const std::string_view behind = pattern_.substr(i + 1, 3);
      const bool named = behind.starts_with("?<") && !behind.ends_with('=') && !behind.ends_with('!');
      if (named || !behind.starts_with("?")) ++allCaptures_;
      anyNames_ |= named;
    }
  }
}

// Annex B reads a backreference to a group that is not there as an octal number or as itself.
void Parser::decimalEscape() {
  const std::size_t begin = at_++;
  std::uint32_t value = 0;
  for (; isDigit(peek()); ++at_)
    value = std::min(value * 10 + static_cast<std::uint32_t>(peek() - '0'), kManyCaptures);
  countGroups();
  if (value < allCaptures_) {
    atomCaptures_ = tree_.captures;
    Node* node = make(NodeKind::BackReference, true, true);
    node->text.push(pool_, value);
    return append(node);
  }
  if (unicode_) throw Wrong{"Invalid escape", begin};
  at_ = begin + 1;
  appendCharacter(legacyOctal());
}

// ---- names --------------------------------------------------------------------------------------

// \k is itself in Annex B as long as no group has a name.
void Parser::namedReference() {
  const std::size_t begin = at_;
  at_ += 2;
  countGroups();
  if (!unicode_ && !anyNames_) return appendCharacter('k');
  std::optional<std::string_view> name;
  if (eat("<")) name = groupName();
  if (!name) throw Wrong{"Invalid named reference", begin};
  atomCaptures_ = tree_.captures;
  Node* node = make(NodeKind::BackReference, true, true);
  nameReferences_.push(pool_, {node, *name, begin});
  append(node);
}

// Behind `<`, up to and with `>`. Nothing when there is no name.
std::optional<std::string_view> Parser::groupName() {
  std::string name;
  while (!atEnd() && peek() != '>') {
    const auto c = groupNameCharacter();
    if (!c || !(name.empty() ? isIdentifierStart(*c) : isIdentifierPart(*c))) return std::nullopt;
    language::appendCesu8(name, *c);
  }
  if (name.empty() || !eat(">")) return std::nullopt;
  return pool_.copy(name);
}

std::optional<char32_t> Parser::groupNameCharacter() {
  if (peek() != '\\') {
    const language::CodePoint c = language::decodeCodePoint(pattern_, at_);
    at_ += c.size;
    return c.value;
  }
  if (peek(1) != 'u') return std::nullopt;
  ++at_;
  return unicodeEscape(true, true);
}

// ---- characters ---------------------------------------------------------------------------------

std::optional<char32_t> Parser::hexDigits(std::size_t count) {
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
std::optional<char32_t> Parser::unicodeEscape(bool pairs, bool braces) {
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
      if (value > kLastCodePoint) return nothing();
    }
    if (at_ == digits || !eat("}")) return nothing();
    return value;
  }
  const auto lead = hexDigits(4);
  if (!lead) return nothing();
  const std::size_t back = at_;
  if (!pairs || !language::isLeadSurrogate(*lead) || !eat("\\u")) return lead;
  if (const auto trail = hexDigits(4); trail && language::isTrailSurrogate(*trail))
    return language::joinSurrogates(*lead, *trail);
  at_ = back;
  return lead;
}

// At a backslash: an escape that stands for one character, and which.
char32_t Parser::characterValue(bool inClass) {
  if (at_ + 1 >= pattern_.size()) fail("\\ at end of pattern");
  const std::size_t begin = at_++;
  const char c = peek();
  if (const auto value = letterEscape(inClass)) return *value;
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
  if (c == 'k') {
    countGroups();
    if (anyNames_) throw Wrong{"Invalid named reference", begin};
  }
  return character();
}

// Behind the backslash: f n r t v c x u.
std::optional<char32_t> Parser::letterEscape(bool inClass) {
  constexpr std::string_view kLetters = "fnrtv", kValues = "\f\n\r\t\v";
  const std::size_t begin = at_ - 1;
  const char c = peek();
  if (const auto which = kLetters.find(c); which != std::string_view::npos) {
    ++at_;
    return static_cast<char32_t>(kValues[which]);
  }
  if (c == 'c') return controlLetter(inClass);
  if (c == 'x') {
    ++at_;
    if (const auto value = hexDigits(2)) return *value;
    if (unicode_) throw Wrong{"Invalid escape", begin};
    return 'x';
  }
  if (c == 'u') {
    if (const auto value = unicodeEscape(unicode_, unicode_)) return *value;
    if (unicode_) throw Wrong{"Invalid Unicode escape", begin};
    ++at_;
    return 'u';
  }
  return std::nullopt;
}

// At the `c`. Annex B reads a backslash in front of what is no control letter as itself.
char32_t Parser::controlLetter(bool inClass) {
  const char letter = peek(1);
  if (isLetter(letter) || (inClass && !unicode_ && (isDigit(letter) || letter == '_'))) {
    at_ += 2;
    return static_cast<char32_t>(letter) % 32;
  }
  if (unicode_) fail("Invalid Unicode escape");
  return '\\';
}

char32_t Parser::legacyOctal() {
  char32_t value = static_cast<char32_t>(peek() - '0');
  ++at_;
  if (value >= 8) return value + '0';
  for (int left = value <= 3 ? 2 : 1; left > 0 && peek() >= '0' && peek() <= '7'; --left, ++at_)
    value = value * 8 + static_cast<char32_t>(peek() - '0');
  return value;
}

}  // namespace isobox::regexp
