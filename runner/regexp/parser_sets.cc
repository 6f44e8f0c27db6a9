// Character classes in v mode: nested sets, operations, strings. Runs in sealed runners; the pattern is
// hostile.
#include <algorithm>

#include "runner/regexp/parser.h"

namespace isobox::regexp {
namespace {

constexpr std::string_view kSetSyntax = "()[]{}/-\\|";
constexpr std::string_view kSetDoubles = "&!#$%*+,.:;<=>?@^`~";
constexpr const char* kWrongCharacter = "Invalid character in character class";
constexpr const char* kWrongOperation = "Invalid set operation in character class";

bool precedes(const List<char32_t>& a, const List<char32_t>& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace

struct Parser::SetFrame {
  enum Operation { Empty, One, Union, Intersection, Subtraction } operation = Empty;
  bool negated = false;
  bool wantsOperand = false;  // behind && and --
  bool strings = false;       // it may hold other things than single characters
  StringSet set;
};

void Parser::setClass() {
  const std::size_t begin = at_;
  List<SetFrame> frames;
  do {
    pool_.work(1);
    if (atEnd()) throw Wrong{"Unterminated character class", begin};
    if (peek() == '[') {
      if (!frames.empty() && frames.back().operation >= SetFrame::Intersection && !frames.back().wantsOperand)
        fail(kWrongOperation);
      ++at_;
      frames.push(pool_, SetFrame{});
      frames.back().negated = eat("^");
    } else if (peek() == ']') {
      closeSet(frames);
    } else if (eat("&&")) {
      setOperator(frames.back(), true);
    } else if (eat("--")) {
      setOperator(frames.back(), false);
    } else {
      setOperand(frames.back());
    }
  } while (!frames.empty());
}

// At the bracket. The outermost set is an atom.
void Parser::closeSet(List<SetFrame>& frames) {
  SetFrame closed = frames.back();
  if (closed.wantsOperand) fail(kWrongCharacter);
  if (closed.negated && closed.strings) fail("Negated character class may contain strings");
  ++at_;
  frames.pop();
  closed.set.characters.settle(pool_);
  if (closed.negated) closed.set.characters.invert(pool_);
  if (frames.empty())
    appendStringSet(closed.set);
  else
    addOperand(frames.back(), closed.set, closed.strings);
}

void Parser::setOperator(SetFrame& frame, bool intersection) {
  const auto operation = intersection ? SetFrame::Intersection : SetFrame::Subtraction;
  if ((frame.operation != SetFrame::One && frame.operation != operation) || frame.wantsOperand)
    fail(kWrongOperation);
  if (intersection && peek() == '&') fail(kWrongCharacter);
  frame.operation = operation;
  frame.wantsOperand = true;
}

void Parser::addOperand(SetFrame& frame, StringSet& operand, bool strings) {
  frame.wantsOperand = false;
  switch (frame.operation) {
    case SetFrame::Empty:
      frame.operation = SetFrame::One;
      frame.strings = strings;
      frame.set = operand;
      return;
    case SetFrame::One:
    case SetFrame::Union:
      frame.operation = SetFrame::Union;
      frame.strings |= strings;
      frame.set.characters.add(pool_, operand.characters);
      for (const auto& text : operand.strings) frame.set.strings.push(pool_, text);
      return;
    case SetFrame::Intersection:
      frame.strings &= strings;
      frame.set.characters.intersect(pool_, operand.characters);
      return keepStrings(frame.set, operand, true);
    case SetFrame::Subtraction:
      frame.set.characters.subtract(pool_, operand.characters);
      return keepStrings(frame.set, operand, false);
  }
}

void Parser::setOperand(SetFrame& frame) {
  if (frame.operation >= SetFrame::Intersection && !frame.wantsOperand) fail(kWrongOperation);
  StringSet operand;
  bool strings = false;
  if (peek() == '\\' && peek(1) == 'q') {
    strings = stringDisjunction(operand);
    return addOperand(frame, operand, strings);
  }
  if (peek() == '\\' && classEscape(operand, strings)) return addOperand(frame, operand, strings);
  const char32_t first = setCharacter();
  if (peek() == '-' && peek(1) != '-') return setRange(frame, first);
  if (buildSets_) operand.characters.add(pool_, first, first);
  closeLeaf(operand.characters);
  addOperand(frame, operand, false);
}

// At the dash. A range is part of a union only.
void Parser::setRange(SetFrame& frame, char32_t first) {
  if (frame.operation >= SetFrame::Intersection) fail(kWrongOperation);
  ++at_;
  if (atEnd()) fail("Unterminated character class");
  const char32_t last = setCharacter();
  if (first > last) fail("Range out of order in character class");
  StringSet operand;
  if (buildSets_) operand.characters.add(pool_, first, last);
  closeLeaf(operand.characters);
  addOperand(frame, operand, false);
  frame.operation = SetFrame::Union;
}

char32_t Parser::setCharacter() {
  const char c = peek();
  if (c == '\\') {
    if (peek(1) != 'b') return characterValue(true);
    at_ += 2;
    return '\b';
  }
  if (kSetSyntax.find(c) != std::string_view::npos && !atEnd()) fail(kWrongCharacter);
  if (c == peek(1) && kSetDoubles.find(c) != std::string_view::npos) fail(kWrongOperation);
  return character();
}

// ---- strings ------------------------------------------------------------------------------------

// \q{abc|d|}: whether one of them is no single character.
bool Parser::stringDisjunction(StringSet& set) {
  const std::size_t begin = at_;
  at_ += 2;
  if (!eat("{")) throw Wrong{"Invalid escape", begin};
  bool strings = false;
  for (List<char32_t> text;;) {
    pool_.work(1);
    if (atEnd()) throw Wrong{"Invalid character class", begin};
    if (peek() != '|' && peek() != '}') {
      text.push(pool_, setCharacter());
      continue;
    }
    strings |= text.size() != 1;
    if (buildSets_) addString(set, text);
    text = {};
    if (eat("}")) break;
    ++at_;
  }
  closeLeaf(set.characters);
  return strings;
}

// Strings are kept folded.
void Parser::addString(StringSet& set, const List<char32_t>& text) {
  if (text.size() == 1) return set.characters.add(pool_, text[0], text[0]);
  const Case mode = caseOf(flags_);
  List<char32_t> folded;
  for (const char32_t c : text) {
    char32_t least = c;
    for (char32_t other = nextOfCase(mode, c); other != c; other = nextOfCase(mode, other))
      least = std::min(least, other);
    folded.push(pool_, least);
  }
  set.strings.push(pool_, folded);
}

void Parser::addStrings(StringSet& set, const Property& property) {
  auto rest = property.strings;
  for (std::uint32_t i = 0; i < property.count; ++i) {
    pool_.work(1);
    List<char32_t> text;
    for (const std::uint32_t c : rest.subspan(1, rest[0])) text.push(pool_, c);
    rest = rest.subspan(1 + rest[0]);
    addString(set, text);
  }
  closeLeaf(set.characters);
}

// In order, each once. Longer ones go first in the end, so they are ordered by length before all.
void Parser::sortStrings(StringSet& set) {
  List<List<char32_t>>& all = set.strings;
  pool_.work(all.size());
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.size() != b.size() ? a.size() > b.size() : precedes(a, b);
  });
  const auto equal = [](const auto& a, const auto& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  };
  all.resize(static_cast<std::size_t>(std::unique(all.begin(), all.end(), equal) - all.begin()));
}

// Keeps the strings that the other set has, too (`common`), or has not.
void Parser::keepStrings(StringSet& set, StringSet& other, bool common) {
  sortStrings(set);
  sortStrings(other);
  List<List<char32_t>> kept;
  const auto before = [](const auto& a, const auto& b) {
    return a.size() != b.size() ? a.size() > b.size() : precedes(a, b);
  };
  for (const auto& text : set.strings)
    if (std::binary_search(other.strings.begin(), other.strings.end(), text, before) == common)
      kept.push(pool_, text);
  set.strings = kept;
}

// As an atom: longer strings first.
void Parser::appendStringSet(StringSet& set) {
  if (set.strings.empty()) {
    if (!sets_) set.characters.closeOverCase(pool_, caseOf(flags_));
    return appendSet(set.characters);
  }
  atomCaptures_ = tree_.captures;
  sortStrings(set);
  set.characters.settle(pool_);
  Node* all = make(NodeKind::Alternatives, set.strings.back().empty(), true);
  Node** link = &all->child;
  for (const auto& text : set.strings) {
    if (text.empty()) continue;
    *link = make(NodeKind::Text, false, true);
    (*link)->text = text;
    link = &(*link)->next;
  }
  if (!set.characters.empty()) {
    *link = make(NodeKind::Set, false, true);
    (*link)->set = set.characters.ranges();
    link = &(*link)->next;
  }
  if (all->mayBeEmpty) *link = make(NodeKind::Empty, true, false);
  append(all);
}

}  // namespace isobox::regexp
