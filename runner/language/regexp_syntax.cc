// Regular expressions: flags, groups, alternatives, quantifiers. Runs in sealed runners; the pattern is
// hostile.
#include "runner/language/regexp_syntax.h"

#include <algorithm>

#include "runner/language/code_points.h"

namespace isobox::language {
namespace {

constexpr std::size_t kLongestInMessage = 120;
constexpr std::size_t kPlainDepth = 100;      // Duktape's compiler recurses for groups
constexpr std::size_t kPlainCountDigits = 3;  // and copies what is repeated; beyond 1000 copies it gives up

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

std::string wholeMessage(std::string_view pattern, std::string_view flags, const char* message) {
  std::string_view shown = pattern.substr(0, kLongestInMessage);
  if (shown.size() < pattern.size())
    while (!shown.empty() && (static_cast<unsigned char>(pattern[shown.size()]) & 0xc0u) == 0x80u)
      shown.remove_suffix(1);
  std::string out = "Invalid regular expression: /";
  out.append(shown).append(shown.size() < pattern.size() ? "\xe2\x80\xa6/" : "/").append(flags);
  return out.append(": ").append(message);
}

bool areFlags(std::string_view flags) {
  for (std::size_t i = 0; i < flags.size(); ++i)
    if (std::string_view("dgimsuvy").find(flags[i]) == std::string_view::npos ||
        flags.find(flags[i], i + 1) != std::string_view::npos)
      return false;
  return flags.find('u') == std::string_view::npos || flags.find('v') == std::string_view::npos;
}

// Compares numbers of any length.
bool isGreater(std::string_view a, std::string_view b) {
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

}  // namespace

std::optional<RegExpProblem> checkRegExp(std::string_view pattern, std::string_view flags) {
  if (!areFlags(flags))
    return RegExpProblem{"Invalid regular expression flags", static_cast<Offset>(pattern.size())};
  const bool sets = flags.find('v') != std::string_view::npos;
  try {
    RegExpSyntax(pattern, sets || flags.find('u') != std::string_view::npos, sets).check();
    return std::nullopt;
  } catch (const RegExpSyntax::Wrong& wrong) {
    return RegExpProblem{wholeMessage(pattern, flags, wrong.message), static_cast<Offset>(wrong.at)};
  }
}

bool isPlainRegExp(std::string_view pattern, std::string_view flags) {
  if (!areFlags(flags) || flags.find_first_not_of("gim") != std::string_view::npos) return false;
  try {
    RegExpSyntax syntax(pattern, false, false);
    syntax.check();
    return syntax.plain(flags.find('i') != std::string_view::npos);
  } catch (const RegExpSyntax::Wrong&) {
    return false;
  }
}

RegExpSyntax::RegExpSyntax(std::string_view pattern, bool unicode, bool sets)
    : pattern_(pattern), unicode_(unicode), sets_(sets), plain_(!unicode) {}

bool RegExpSyntax::eat(std::string_view text) {
  if (pattern_.substr(at_, text.size()) != text) return false;
  at_ += text.size();
  return true;
}

// A code point in u and v mode, else a unit.
char32_t RegExpSyntax::character() {
  const CodePoint c = unicode_ ? decodeCodePoint(pattern_, at_) : decodeUnit(pattern_, at_);
  beyondAscii_ |= c.value >= 0x80;
  at_ += c.size;
  return c.value;
}

void RegExpSyntax::check() {
  groups_.push_back({});
  while (!atEnd()) term();
  finish();
}

void RegExpSyntax::term() {
  switch (peek()) {
    case '|':
      return nextAlternative();
    case '(':
      return openGroup();
    case ')':
      return endTerm(closeGroup());
    case '^':
    case '$':
      ++at_;
      return;
    case '*':
    case '+':
    case '?':
      fail("Nothing to repeat");
    case '{':
      return brace();
    case '}':
    case ']':
      if (unicode_) fail("Lone quantifier brackets");
      ++at_;
      return endTerm({});
    case '[':
      sets_ ? setClass() : characterClass();
      return endTerm({});
    case '\\':
      return endTerm(escape());
    default:
      character();
      endTerm({});
  }
}

// Where Annex B reads a brace as itself, there must be no whole quantifier.
void RegExpSyntax::brace() {
  std::size_t end = 0;
  if (unicode_ || quantifierAt(at_, end)) fail("Nothing to repeat");
  plain_ = false;
  ++at_;
  endTerm({});
}

// ---- groups -------------------------------------------------------------------------------------

void RegExpSyntax::nextAlternative() {
  Group& group = groups_.back();
  group.mayBeEmpty |= !group.consumes;
  group.consumes = false;
  group.alternative = ++at_;
}

void RegExpSyntax::openGroup() {
  Group group;
  ++at_;
  if (eat("?:"))
    group.kind = Group::NoCapture;
  else if (eat("?=") || eat("?!"))
    group.kind = Group::LookAhead;
  else if (eat("?<=") || eat("?<!"))
    group.kind = Group::LookBehind;
  else
    group.kind = Group::Capture;
  if (group.kind == Group::LookBehind || groups_.size() > kPlainDepth) plain_ = false;
  if (group.kind == Group::Capture) {
    ++captures_;
    if (eat("?<"))
      openNamedGroup();
    else if (peek() == '?')
      fail("Invalid group");
  }
  group.begin = group.alternative = at_;
  groups_.push_back(group);
}

void RegExpSyntax::openNamedGroup() {
  plain_ = false;
  const std::size_t begin = at_;
  auto name = groupName();
  if (!name) fail("Invalid capture group name");
  const auto [where, isNew] = names_.try_emplace(std::move(*name), begin);
  if (isNew) return;
  if (mayAlsoTakePart(where->second)) throw Wrong{"Duplicate capture group name", begin};
  where->second = begin;
}

// Whether a group at `earlier` and one here can both take part in a match: they can unless an open
// disjunction has them in different alternatives. Asking about the last group of a name is enough: where an
// earlier one of it stood in another alternative of something that is closed by now, so did the last.
bool RegExpSyntax::mayAlsoTakePart(std::size_t earlier) const {
  const auto after = std::upper_bound(groups_.begin(), groups_.end(), earlier,
                                      [](std::size_t at, const Group& group) { return at < group.begin; });
  return earlier >= (after - 1)->alternative;
}

RegExpSyntax::Atom RegExpSyntax::closeGroup() {
  if (groups_.size() == 1) fail("Unmatched ')'");
  ++at_;
  const Group group = groups_.back();
  groups_.pop_back();
  Atom atom;
  atom.lookAhead = group.kind == Group::LookAhead;
  atom.quantifiable = group.kind != Group::LookBehind && !(atom.lookAhead && unicode_);
  atom.mayBeEmpty = group.mayBeEmpty || !group.consumes || atom.lookAhead || group.kind == Group::LookBehind;
  return atom;
}

void RegExpSyntax::finish() {
  if (groups_.size() > 1) fail("Unterminated group");
  if (highestReference_ > captures_) {
    if (unicode_) throw Wrong{"Invalid escape", highestReferenceAt_};
    plain_ = false;
  }
  if (names_.empty() && !unicode_) return;
  if (wrongNameReference_) throw Wrong{"Invalid named reference", *wrongNameReference_};
  for (const auto& [name, at] : nameReferences_)
    if (!names_.contains(name)) throw Wrong{"Invalid named capture referenced", at};
}

// ---- quantifiers --------------------------------------------------------------------------------

void RegExpSyntax::endTerm(const Atom& atom) {
  std::size_t end = 0;
  const char c = peek();
  if (atom.quantifiable && !atEnd()) {
    if (c == '*' || c == '+' || c == '?') return quantifier(atom);
    if (c == '{' && quantifierAt(at_, end)) return counts(atom);
    if (c == '{' && unicode_) fail("Incomplete quantifier");
  }
  if (!atom.mayBeEmpty) groups_.back().consumes = true;
}

// Duktape repeats what matched the empty string, without end or with its captures set; and it does not
// repeat lookaheads.
void RegExpSyntax::quantifier(const Atom& atom) {
  if (atom.mayBeEmpty || atom.lookAhead) plain_ = false;
  if (peek() == '+' && !atom.mayBeEmpty) groups_.back().consumes = true;
  ++at_;
  if (peek() == '?') ++at_;
}

// {1} {1,} {1,2}
bool RegExpSyntax::quantifierAt(std::size_t at, std::size_t& end) const {
  const auto skipDigits = [&] {
    const std::size_t begin = at;
    while (at < pattern_.size() && isDigit(pattern_[at])) ++at;
    return at != begin;
  };
  ++at;
  if (!skipDigits()) return false;
  if (at < pattern_.size() && pattern_[at] == ',') {
    ++at;
    skipDigits();
  }
  end = at;
  return at < pattern_.size() && pattern_[at] == '}';
}

void RegExpSyntax::counts(const Atom& atom) {
  std::size_t end = 0;
  quantifierAt(at_, end);
  const std::string_view inside = pattern_.substr(at_ + 1, end - at_ - 1);
  const std::size_t comma = std::min(inside.find(','), inside.size());
  const std::string_view least = inside.substr(0, comma);
  const std::string_view most = comma + 1 < inside.size() ? inside.substr(comma + 1) : std::string_view();
  if (!most.empty() && isGreater(least, most)) fail("numbers out of order in {} quantifier");
  if (atom.mayBeEmpty || atom.lookAhead || least.size() > kPlainCountDigits ||
      most.size() > kPlainCountDigits)
    plain_ = false;
  if (!atom.mayBeEmpty && least.find_first_not_of('0') != std::string_view::npos)
    groups_.back().consumes = true;
  at_ = end + 1;
  if (peek() == '?') ++at_;
}

}  // namespace isobox::language
