// Names, private names and the language's words. Runs in sealed runners; the text is hostile.
#include <array>

#include "runner/language/code_points.h"
#include "runner/language/lexer.h"

namespace isobox::language {
namespace {

constexpr auto kNamePart = [] {
  std::array<bool, 256> table{};
  for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = table[c - 'a' + 'A'] = true;
  for (unsigned c = '0'; c <= '9'; ++c) table[c] = true;
  table['$'] = table['_'] = true;
  return table;
}();

std::optional<std::uint32_t> hexDigit(unsigned char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') return (c | 0x20) - 'a' + 10;
  return std::nullopt;
}

}  // namespace

void Lexer::scanWord(Token& token) {
  token.name = scanName(token);
  token.kind = token.name->keyword != 0 ? static_cast<TokenKind>(token.name->keyword) : TokenKind::Identifier;
}

// The usual name is ASCII without escapes; whatever else comes up goes the slow way.
const Atom* Lexer::scanName(Token& token) {
  const Offset begin = at_;
  if (const unsigned char c = peek(); c < '0' || c > '9')
    while (kNamePart[peek()]) ++at_;
  if (at_ == begin || peek() == '\\' || peek() >= 0x80) return scanUnusualName(token, begin);
  token.end = at_;
  return atoms_.intern(text_.substr(begin, at_ - begin));
}

const Atom* Lexer::scanUnusualName(Token& token, Offset begin) {
  scratch_.assign(text_, begin, at_ - begin);
  for (;;) {
    const bool first = scratch_.empty();
    const Offset at = at_;
    char32_t c = 0;
    if (at_ < text_.size() && peek() == '\\') {
      EscapeProblem problem{"Invalid Unicode escape sequence", at};
      ++at_;
      const auto escaped = peek() == 'u' ? scanUnicodeEscape(problem) : std::nullopt;
      if (!escaped || !(first ? isIdentifierStart(*escaped) : isIdentifierPart(*escaped)))
        fail("Invalid Unicode escape sequence", at);
      c = *escaped;
      token.escaped = true;
    } else if (at_ < text_.size()) {
      const CodePoint point = decodeCodePoint(text_, at_);
      if (!(first ? isIdentifierStart(point.value) : isIdentifierPart(point.value))) break;
      at_ += point.size;
      c = point.value;
    } else {
      break;
    }
    appendCesu8(scratch_, c);
  }
  if (scratch_.empty()) fail("Invalid or unexpected token", token.begin);
  token.end = at_;
  return atoms_.intern(scratch_);
}

// Behind a backslash, at the `u`; stays behind what it has read.
std::optional<char32_t> Lexer::scanUnicodeEscape(EscapeProblem& problem) {
  const Offset backslash = at_ - 1;
  ++at_;
  std::size_t digits = 0;
  char32_t value = 0;
  const bool braces = peek() == '{';
  const Offset start = at_;
  if (braces) ++at_;
  for (; braces || digits < 4; ++digits, ++at_) {
    const auto digit = hexDigit(peek());
    if (!digit) break;
    value = value * 16 + *digit;
    if (value <= 0x10ffff) continue;
    problem = {"Undefined Unicode code-point", backslash};
    at_ = start;
    return std::nullopt;
  }
  if (braces ? digits > 0 && peek() == '}' : digits == 4) {
    if (braces) ++at_;
    return value;
  }
  problem = {"Invalid Unicode escape sequence", backslash};
  at_ = start;
  return std::nullopt;
}

}  // namespace isobox::language
