// Character classes as they are without v, and the escapes that stand for sets. Runs in sealed runners; the
// pattern is hostile.
#include "runner/regexp/parser.h"

namespace isobox::regexp {
namespace {

bool isNameCharacter(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

}  // namespace

// ---- escapes ------------------------------------------------------------------------------------

void Parser::addWordCharacters(CharSet& set) {
  set.add(pool_, '0', '9');
  set.add(pool_, 'A', 'Z');
  set.add(pool_, '_', '_');
  set.add(pool_, 'a', 'z');
  if (unicode_ && (flags_ & kIgnoreCase)) set.closeOverCase(pool_, Case::Folded);
}

// Adds what . \d \D \s \S \w \W stand for.
void Parser::addCommonSet(CharSet& set, char kind) {
  if (!buildSets_) return;
  CharSet common;
  const char lower = static_cast<char>(kind | 0x20);
  if (kind == '.') {
    if (!(flags_ & kDotAll)) {
      common.add(pool_, '\n', '\n');
      common.add(pool_, '\r', '\r');
      common.add(pool_, 0x2028, 0x2029);
    }
  } else if (lower == 'd') {
    common.add(pool_, '0', '9');
  } else if (lower == 's') {
    common.add(pool_, whiteSpace());
  } else {
    addWordCharacters(common);
  }
  if (kind != lower || kind == '.') common.invert(pool_);
  set.add(pool_, common);
}

// At the backslash: \d and the like, and \p{…} in u and v mode. `strings`: as the specification's
// MayContainStrings.
bool Parser::classEscape(StringSet& set, bool& strings) {
  const char c = peek(1);
  if (c != '\0' && std::string_view("dDsSwW").find(c) != std::string_view::npos) {
    at_ += 2;
    addCommonSet(set.characters, c);
    return true;
  }
  if ((c != 'p' && c != 'P') || !unicode_) return false;
  strings = property(set);
  return true;
}

// In v mode, sets are kept with all that is equal to what is in them, which makes operations on them those of
// folded characters.
void Parser::closeLeaf(CharSet& set) {
  if (sets_) set.closeOverCase(pool_, caseOf(flags_));
}

bool Parser::property(StringSet& set) {
  const std::size_t begin = at_;
  const bool negated = peek(1) == 'P';
  at_ += 2;
  const auto word = [&] {
    const std::size_t from = at_;
    while (isNameCharacter(peek())) ++at_;
    return pattern_.substr(from, at_ - from);
  };
  Property found;
  if (eat("{")) {
    const std::string_view name = word();
    std::optional<std::string_view> value;
    if (eat("=")) value = word();
    if (eat("}")) found = findProperty(name, value);
  }
  const bool strings = found.kind == Property::Strings;
  if (found.kind == Property::Unknown || (strings && (!sets_ || negated)))
    throw Wrong{"Invalid property name", begin};
  if (!buildSets_) return strings;
  if (strings) {
    addStrings(set, found);
    return true;
  }
  CharSet characters;
  characters.add(pool_, found.characters);
  closeLeaf(characters);
  if (negated) characters.invert(pool_);
  set.characters.add(pool_, characters);
  return false;
}

// ---- classes without v --------------------------------------------------------------------------

void Parser::characterClass() {
  const std::size_t begin = at_++;
  const bool negated = eat("^");
  CharSet set;
  for (;;) {
    if (atEnd()) throw Wrong{"Unterminated character class", begin};
    if (eat("]")) break;
    const auto left = classAtom(set);
    const bool isRange = peek() == '-' && at_ + 1 < pattern_.size() && peek(1) != ']';
    if (isRange)
      range(set, left);
    else if (left && buildSets_)
      set.add(pool_, *left, *left);
  }
  set.closeOverCase(pool_, caseOf(flags_));
  if (negated) set.invert(pool_);
  appendSet(set);
}

// Nothing: a set, like \d, which has been added.
std::optional<char32_t> Parser::classAtom(CharSet& set) {
  pool_.work(1);
  if (peek() != '\\') return character();
  if (peek(1) == 'b') {
    at_ += 2;
    return '\b';
  }
  StringSet escaped;
  bool strings = false;
  if (!classEscape(escaped, strings)) return characterValue(true);
  set.add(pool_, escaped.characters);
  return std::nullopt;
}

// At the dash. Annex B reads it as itself beside a set.
void Parser::range(CharSet& set, std::optional<char32_t> left) {
  ++at_;
  const auto right = classAtom(set);
  if (left && right) {
    if (*left > *right) fail("Range out of order in character class");
    if (buildSets_) set.add(pool_, *left, *right);
    return;
  }
  if (unicode_) fail("Invalid character class");
  if (!buildSets_) return;
  set.add(pool_, '-', '-');
  if (left) set.add(pool_, *left, *left);
  if (right) set.add(pool_, *right, *right);
}

}  // namespace isobox::regexp
