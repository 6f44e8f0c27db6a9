// Regular expressions: character classes, those of v mode with their nested sets. Runs in sealed runners; the
// pattern is hostile.
#include "runner/language/regexp_syntax.h"

namespace isobox::language {
namespace {

constexpr std::string_view kSetSyntax = "()[]{}/-\\|";
constexpr std::string_view kSetDoubles = "&!#$%*+,.:;<=>?@^`~";
constexpr const char* kWrongCharacter = "Invalid character in character class";

}  // namespace

// ---- without v ----------------------------------------------------------------------------------

void RegExpSyntax::characterClass() {
  const std::size_t begin = at_++;
  eat("^");
  bool afterRange = false;
  for (;;) {
    if (atEnd()) throw Wrong{"Unterminated character class", begin};
    if (eat("]")) return;
    const bool leftIsDash = peek() == '-';
    if (leftIsDash && afterRange) plain_ = false;
    const auto left = classAtom();
    afterRange = peek() == '-' && at_ + 1 < pattern_.size() && peek(1) != ']';
    if (afterRange) range(left, leftIsDash);
  }
}

// Nothing: a set, like \d.
std::optional<char32_t> RegExpSyntax::classAtom() {
  if (peek() != '\\') return character();
  bool strings = false;
  if (peek(1) == 'b') {
    at_ += 2;
    return '\b';
  }
  if (classEscape(strings)) return std::nullopt;
  return characterValue(true);
}

// At the dash. Duktape is not sure about ranges of sets and of dashes.
void RegExpSyntax::range(std::optional<char32_t> left, bool leftIsDash) {
  ++at_;
  if (leftIsDash || peek() == '-') plain_ = false;
  const auto right = classAtom();
  if (left && right) {
    if (*left > *right) fail("Range out of order in character class");
    return;
  }
  if (unicode_) fail("Invalid character class");
  plain_ = false;
}

// ---- with v -------------------------------------------------------------------------------------

struct RegExpSyntax::SetFrame {
  enum Operation { Empty, One, Union, Intersection, Subtraction } operation = Empty;
  bool negated = false;
  bool wantsOperand = false;  // behind && and --
  bool strings = false;       // it may hold other things than single characters
};

void RegExpSyntax::setClass() {
  const std::size_t begin = at_;
  std::vector<SetFrame> frames;
  do {
    if (atEnd()) throw Wrong{"Unterminated character class", begin};
    if (peek() == '[') {
      if (!frames.empty() && frames.back().operation >= SetFrame::Intersection && !frames.back().wantsOperand)
        fail("Invalid set operation in character class");
      ++at_;
      frames.emplace_back().negated = eat("^");
    } else if (peek() == ']') {
      const SetFrame closed = frames.back();
      if (closed.wantsOperand) fail(kWrongCharacter);
      if (closed.negated && closed.strings) fail("Negated character class may contain strings");
      ++at_;
      frames.pop_back();
      if (!frames.empty()) addOperand(frames.back(), closed.strings);
    } else if (eat("&&")) {
      setOperator(frames.back(), true);
    } else if (eat("--")) {
      setOperator(frames.back(), false);
    } else {
      setOperand(frames.back());
    }
  } while (!frames.empty());
}

void RegExpSyntax::setOperator(SetFrame& frame, bool intersection) {
  const auto operation = intersection ? SetFrame::Intersection : SetFrame::Subtraction;
  if ((frame.operation != SetFrame::One && frame.operation != operation) || frame.wantsOperand)
    fail("Invalid set operation in character class");
  if (intersection && peek() == '&') fail(kWrongCharacter);
  frame.operation = operation;
  frame.wantsOperand = true;
}

void RegExpSyntax::addOperand(SetFrame& frame, bool strings) {
  frame.wantsOperand = false;
  switch (frame.operation) {
    case SetFrame::Empty:
      frame.operation = SetFrame::One;
      frame.strings = strings;
      return;
    case SetFrame::One:
    case SetFrame::Union:
      frame.operation = SetFrame::Union;
      frame.strings |= strings;
      return;
    case SetFrame::Intersection:
      frame.strings &= strings;
      return;
    case SetFrame::Subtraction:
      return;
  }
}

void RegExpSyntax::setOperand(SetFrame& frame) {
  if (frame.operation >= SetFrame::Intersection && !frame.wantsOperand)
    fail("Invalid set operation in character class");
  bool strings = false;
  if (peek() == '\\' && peek(1) == 'q') return addOperand(frame, stringDisjunction());
  if (peek() == '\\' && classEscape(strings)) return addOperand(frame, strings);
  const char32_t first = setCharacter();
  if (peek() == '-' && peek(1) != '-') return setRange(frame, first);
  addOperand(frame, false);
}

// At the dash. A range is part of a union only.
void RegExpSyntax::setRange(SetFrame& frame, char32_t first) {
  if (frame.operation >= SetFrame::Intersection) fail("Invalid set operation in character class");
  ++at_;
  if (atEnd()) fail("Unterminated character class");
  if (first > setCharacter()) fail("Range out of order in character class");
  addOperand(frame, false);
  frame.operation = SetFrame::Union;
}

char32_t RegExpSyntax::setCharacter() {
  const char c = peek();
  if (c == '\\') {
    if (peek(1) != 'b') return characterValue(true);
    at_ += 2;
    return '\b';
  }
  if (kSetSyntax.find(c) != std::string_view::npos) fail(kWrongCharacter);
  if (c == peek(1) && kSetDoubles.find(c) != std::string_view::npos)
    fail("Invalid set operation in character class");
  return character();
}

// \q{abc|d|}: whether one of them is no single character.
bool RegExpSyntax::stringDisjunction() {
  const std::size_t begin = at_;
  at_ += 2;
  if (!eat("{")) throw Wrong{"Invalid escape", begin};
  bool strings = false;
  for (std::size_t length = 0;;) {
    if (atEnd()) throw Wrong{"Invalid character class", begin};
    if (peek() == '|' || peek() == '}') {
      strings |= length != 1;
      length = 0;
      if (eat("}")) return strings;
      ++at_;
    } else {
      setCharacter();
      ++length;
    }
  }
}

}  // namespace isobox::language
