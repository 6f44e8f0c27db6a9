// Terms, quantifiers, and the sequences they make. Runs in sealed runners; the pattern is hostile.
#include "runner/regexp/parser.h"

#include "runner/language/code_points.h"

namespace isobox::regexp {
namespace {

using language::CodePoint;
using language::decodeCodePoint;
using language::decodeUnit;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

Parser::Parser(Pool& pool, std::string_view pattern, std::uint32_t flags, bool buildSets)
    : pool_(pool),
      pattern_(pattern),
      flags_(flags),
      unicode_((flags & (kUnicode | kUnicodeSets)) != 0),
      sets_((flags & kUnicodeSets) != 0),
      buildSets_(buildSets),
      names_(PoolAllocator<std::pair<const std::string_view, std::size_t>>(pool)) {
  tree_.flags = flags;
}

Tree Parser::parse() {
  groups_.push(pool_, Group{});
  while (!atEnd()) term();
  finish();
  return tree_;
}

bool Parser::eat(std::string_view text) {
  if (pattern_.substr(at_, text.size()) != text) return false;
  at_ += text.size();
  return true;
}

// A code point in u and v mode, else a unit.
char32_t Parser::character() {
  const CodePoint c = unicode_ ? decodeCodePoint(pattern_, at_) : decodeUnit(pattern_, at_);
  at_ += c.size;
  return c.value;
}

void Parser::term() {
  pool_.work(1);
  switch (peek()) {
    case '|':
      return nextAlternative();
    case '(':
      return openGroup();
    case ')':
      return quantifierBehind(closeGroup());
    case '^':
      ++at_;
      return appendAssertion(NodeKind::LineStart);
    case '$':
      ++at_;
      return appendAssertion(NodeKind::LineEnd);
    case '*':
    case '+':
    case '?':
      fail("Nothing to repeat");
    case '{':
      return brace();
    case '}':
    case ']':
      if (unicode_) fail("Lone quantifier brackets");
      break;
    case '.':
      ++at_;
      appendCommonSet('.');
      return quantifierBehind(true);
    case '[':
      sets_ ? setClass() : characterClass();
      return quantifierBehind(true);
    case '\\':
      return quantifierBehind(escape());
    default:
      break;
  }
  appendCharacter(character());
  quantifierBehind(true);
}

// Where Annex B reads a brace as itself, there must be no whole quantifier.
void Parser::brace() {
  std::size_t end = 0;
  if (unicode_ || quantifierAt(at_, end)) fail("Nothing to repeat");
  ++at_;
  appendCharacter('{');
  quantifierBehind(true);
}

// ---- sequences ----------------------------------------------------------------------------------

Node* Parser::make(NodeKind kind, bool mayBeEmpty, bool consumes) {
  Node* node = pool_.make<Node>();
  node->kind = kind;
  node->flags = static_cast<std::uint8_t>(flags_);
  node->mayBeEmpty = mayBeEmpty;
  node->consumes = consumes;
  return node;
}

void Parser::append(Node* node) {
  Group& group = groups_.back();
  (group.last ? group.last->next : group.first) = node;
  group.beforeLast = group.last;
  group.last = node;
}

void Parser::appendCharacter(char32_t c) {
  atomCaptures_ = tree_.captures;
  Node* last = groups_.back().last;
  if (!last || last->kind != NodeKind::Text) append(last = make(NodeKind::Text, false, true));
  last->text.push(pool_, c);
}

void Parser::appendSet(CharSet& set) {
  atomCaptures_ = tree_.captures;
  set.settle(pool_);
  Node* node = make(NodeKind::Set, false, true);
  node->set = set.ranges();
  append(node);
}

void Parser::appendCommonSet(char kind) {
  atomCaptures_ = tree_.captures;
  List<Range>& kept = commonSets_[std::string_view(".dDsSwW").find(kind)];
  if (kept.empty() && buildSets_) {
    CharSet set;
    addCommonSet(set, kind);
    set.settle(pool_);
    kept = set.ranges();
  }
  Node* node = make(NodeKind::Set, false, true);
  node->set = kept;
  append(node);
}

void Parser::appendAssertion(NodeKind kind) {
  append(make(kind, true, false));
}

// ---- quantifiers --------------------------------------------------------------------------------

// Behind an atom: `quantifiable` says whether a quantifier may follow it.
void Parser::quantifierBehind(bool quantifiable) {
  if (!quantifiable || atEnd()) return;
  std::size_t end = 0;
  switch (peek()) {
    case '*':
      ++at_;
      return repeat(0, kForever);
    case '+':
      ++at_;
      return repeat(1, kForever);
    case '?':
      ++at_;
      return repeat(0, 1);
    case '{': {
      if (!quantifierAt(at_, end)) {
        if (unicode_) fail("Incomplete quantifier");
        return;
      }
      std::uint32_t least = 0, most = 0;
      counts(least, most);
      return repeat(least, most);
    }
    default:
      return;
  }
}

// {1} {1,} {1,2}
bool Parser::quantifierAt(std::size_t at, std::size_t& end) const {
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

namespace {

std::string_view withoutZeros(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

// Compares numbers of any length.
bool isGreater(std::string_view a, std::string_view b) {
  a = withoutZeros(a);
  b = withoutZeros(b);
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

// No text is as long as the largest number, so what is beyond it means the same.
std::uint32_t numberOf(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : withoutZeros(digits))
    value = std::min<std::uint64_t>(value * 10 + static_cast<std::uint64_t>(c - '0'), kForever);
  return static_cast<std::uint32_t>(value);
}

}  // namespace

void Parser::counts(std::uint32_t& least, std::uint32_t& most) {
  std::size_t end = 0;
  quantifierAt(at_, end);
  const std::string_view inside = pattern_.substr(at_ + 1, end - at_ - 1);
  const std::size_t comma = std::min(inside.find(','), inside.size());
  const std::string_view first = inside.substr(0, comma);
  const std::string_view second = comma + 1 < inside.size() ? inside.substr(comma + 1) : std::string_view();
  if (!second.empty() && isGreater(first, second)) fail("numbers out of order in {} quantifier");
  least = numberOf(first);
  most = comma == inside.size() ? least : second.empty() ? kForever : numberOf(second);
  at_ = end + 1;
}

// The last atom, as a node of its own.
Node* Parser::takeLastAtom() {
  Node* last = groups_.back().last;
  if (last->kind == NodeKind::Text && last->text.size() > 1) {
    const char32_t c = last->text.back();
    last->text.pop();
    Node* alone = make(NodeKind::Text, false, true);
    alone->text.push(pool_, c);
    append(alone);
    return alone;
  }
  return last;
}

void Parser::repeat(std::uint32_t least, std::uint32_t most) {
  Node* atom = takeLastAtom();
  Node* node = make(NodeKind::Repeat, least == 0 || atom->mayBeEmpty, most > 0 && atom->consumes);
  node->greedy = !eat("?");
  node->child = atom;
  node->least = least;
  node->most = most;
  node->firstGroup = atomCaptures_;
  node->endGroup = tree_.captures;
  Group& group = groups_.back();
  (group.beforeLast ? group.beforeLast->next : group.first) = node;
  group.last = node;
}

}  // namespace isobox::regexp
