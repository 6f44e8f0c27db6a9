// White space, comments and punctuators. Runs in sealed runners; the text is hostile.
#include "runner/language/lexer.h"

#include <utility>

#include "runner/language/code_points.h"

namespace isobox::language {
namespace {

bool isSpaceSeparator(char32_t c) {
  return c == 0xa0 || c == 0xfeff || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
         c == 0x205f || c == 0x3000;
}

}  // namespace

Lexer::Lexer(std::string_view text, Arena& arena, AtomTable& atoms, LexerOptions options)
    : text_(text), arena_(arena), atoms_(atoms), options_(options) {}

LexerState Lexer::state() const {
  return {at_};
}
void Lexer::restore(LexerState state) {
  at_ = state.at;
}
std::string_view Lexer::text() const {
  return text_;
}

void Lexer::fail(std::string message, Offset at) const {
  throw ParseError{{std::move(message), at}};
}

Token Lexer::next() {
  Token token;
  if (at_ == 0 && options_.hashbang && follows("#!")) skipLine();
  token.newlineBefore = skipBlanks();
  token.begin = token.end = at_;
  if (at_ >= text_.size()) return token;
  const unsigned char c = peek();
  if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
    scanWord(token);
  } else if (c >= '0' && c <= '9') {
    scanNumber(token);
  } else {
    scanPunctuator(token, c);
  }
  return token;
}

// ---- white space --------------------------------------------------------------------------------

// A line begins for `-->` at the beginning of the text and behind each line end, whatever comments come
// between.
bool Lexer::skipBlanks() {
  bool lineEnded = false;
  const bool first = at_ == 0;
  for (;;) {
    switch (peek()) {
      case ' ':
      case '\t':
      case '\v':
      case '\f':
        ++at_;
        continue;
      case '\n':
      case '\r':
        lineEnded = true;
        ++at_;
        continue;
      case '/':
        if (peek(1) == '/') {
          skipLine();
          continue;
        }
        if (peek(1) == '*') {
          lineEnded |= skipBlockComment();
          continue;
        }
        return lineEnded;
      case '<':
        if (options_.module || !follows("<!--")) return lineEnded;
        skipLine();
        continue;
      case '-':
        if (options_.module || !(lineEnded || first) || !follows("-->")) return lineEnded;
        skipLine();
        continue;
      default:
        if (peek() < 0x80 || !skipWideBlank(lineEnded)) return lineEnded;
    }
  }
}

bool Lexer::skipWideBlank(bool& lineEnded) {
  const CodePoint c = decodeUnit(text_, at_);
  const bool lineEnd = c.value == 0x2028 || c.value == 0x2029;
  if (!lineEnd && !isSpaceSeparator(c.value)) return false;
  lineEnded |= lineEnd;
  at_ += c.size;
  return true;
}

// Up to the line's end, which stays.
void Lexer::skipLine() {
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == '\n' || c == '\r' || (c == '\xe2' && isLineSeparator(text_, at_))) return;
  }
}

bool Lexer::skipBlockComment() {
  const Offset begin = at_;
  bool lineEnded = false;
  for (at_ += 2; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == '*' && peek(1) == '/') {
      at_ += 2;
      return lineEnded;
    }
    lineEnded |= c == '\n' || c == '\r' || (c == '\xe2' && isLineSeparator(text_, at_));
  }
  fail("Invalid or unexpected token", begin);
}

// ---- punctuators --------------------------------------------------------------------------------

Token& Lexer::finish(Token& token, TokenKind kind, Offset length) {
  token.kind = kind;
  at_ += length;
  token.end = at_;
  return token;
}

// One character (`plain`), or with `more` behind it `longer`.
Token& Lexer::finishLonger(Token& token, TokenKind plain, std::string_view more, TokenKind longer) {
  return text_.substr(at_ + 1, more.size()) == more
             ? finish(token, longer, static_cast<Offset>(1 + more.size()))
             : finish(token, plain, 1);
}

void Lexer::scanPunctuator(Token& token, unsigned char first) {
  using enum TokenKind;
  const unsigned char second = peek(1), third = peek(2);
  switch (first) {
    case '{':
      finish(token, LeftBrace, 1);
      return;
    case '}':
      finish(token, RightBrace, 1);
      return;
    case '(':
      finish(token, LeftParen, 1);
      return;
    case ')':
      finish(token, RightParen, 1);
      return;
    case '[':
      finish(token, LeftBracket, 1);
      return;
    case ']':
      finish(token, RightBracket, 1);
      return;
    case ';':
      finish(token, Semicolon, 1);
      return;
    case ',':
      finish(token, Comma, 1);
      return;
    case ':':
      finish(token, Colon, 1);
      return;
    case '~':
      finish(token, BitNot, 1);
      return;
    case '@':
      finish(token, At, 1);
      return;
    case '/':
      finishLonger(token, Slash, "=", SlashAssign);
      return;
    case '%':
      finishLonger(token, Percent, "=", PercentAssign);
      return;
    case '^':
      finishLonger(token, BitXor, "=", BitXorAssign);
      return;
    case '.':
      if (second >= '0' && second <= '9') return scanNumber(token);
      finishLonger(token, Dot, "..", Ellipsis);
      return;
    case '<':
      if (second == '<') {
        third == '=' ? finish(token, ShiftLeftAssign, 3) : finish(token, ShiftLeft, 2);
        return;
      }
      finishLonger(token, Less, "=", LessEqual);
      return;
    case '>':
      if (options_.typescript) {
        finish(token, Greater, 1);
        return;
      }
      return scanGreater(token);
    case '=':
      if (second == '=') {
        third == '=' ? finish(token, StrictEqual, 3) : finish(token, Equal, 2);
        return;
      }
      finishLonger(token, Assign, ">", Arrow);
      return;
    case '!':
      if (second == '=') {
        third == '=' ? finish(token, StrictNotEqual, 3) : finish(token, NotEqual, 2);
        return;
      }
      finish(token, Not, 1);
      return;
    case '+':
      if (second == '+') {
        finish(token, PlusPlus, 2);
        return;
      }
      finishLonger(token, Plus, "=", PlusAssign);
      return;
    case '-':
      if (second == '-') {
        finish(token, MinusMinus, 2);
        return;
      }
      finishLonger(token, Minus, "=", MinusAssign);
      return;
    case '*':
      if (second == '*') {
        third == '=' ? finish(token, StarStarAssign, 3) : finish(token, StarStar, 2);
        return;
      }
      finishLonger(token, Star, "=", StarAssign);
      return;
    case '&':
      if (second == '&') {
        third == '=' ? finish(token, AndAssign, 3) : finish(token, And, 2);
        return;
      }
      finishLonger(token, BitAnd, "=", BitAndAssign);
      return;
    case '|':
      if (second == '|') {
        third == '=' ? finish(token, OrAssign, 3) : finish(token, Or, 2);
        return;
      }
      finishLonger(token, BitOr, "=", BitOrAssign);
      return;
    case '?':
      if (second == '?') {
        third == '=' ? finish(token, NullishAssign, 3) : finish(token, Nullish, 2);
        return;
      }
      if (second == '.' && !(third >= '0' && third <= '9')) {
        finish(token, QuestionDot, 2);
        return;
      }
      finish(token, Question, 1);
      return;
    case '"':
    case '\'':
      return scanString(token);
    case '`':
      ++at_;
      return scanTemplate(token);
    case '#': {
      ++at_;
      token.name = scanName(token);
      token.kind = PrivateName;
      return;
    }
    case '$':
    case '_':
    case '\\':
      return scanWord(token);
    default:
      if (first >= 0x80) return scanWord(token);
      fail("Invalid or unexpected token", at_);
  }
}

void Lexer::scanGreater(Token& token) {
  using enum TokenKind;
  static constexpr std::pair<std::string_view, TokenKind> kLongestFirst[] = {
      {">>>=", ShiftRightUnsignedAssign},
      {">>>", ShiftRightUnsigned},
      {">>=", ShiftRightAssign},
      {">>", ShiftRight},
      {">=", GreaterEqual},
      {">", Greater}};
  for (const auto& [text, kind] : kLongestFirst) {
    if (!follows(text)) continue;
    finish(token, kind, static_cast<Offset>(text.size()));
    return;
  }
}

Token Lexer::rescanGreater(const Token& greater) {
  Token token;
  token.newlineBefore = greater.newlineBefore;
  token.begin = at_ = greater.begin;
  scanGreater(token);
  return token;
}

}  // namespace isobox::language
