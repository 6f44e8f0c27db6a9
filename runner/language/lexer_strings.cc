// Strings, templates and regular expressions. Runs in sealed runners; the text is hostile.
//
// What a token says is a piece of the source wherever the two are equal; only text with escapes, with
// characters that UTF-8 and CESU-8 write differently, or (in templates) with CR is put together anew.
#include "runner/language/code_points.h"
#include "runner/language/lexer.h"

namespace isobox::language {
namespace {

constexpr unsigned char kFourBytes = 0xf0;  // the least byte that begins a sequence of four

bool isOctal(unsigned char c) {
  return c >= '0' && c <= '7';
}
bool isDecimal(unsigned char c) {
  return c >= '0' && c <= '9';
}

int hexValue(unsigned char c) {
  if (isDecimal(c)) return c - '0';
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

}  // namespace

// ---- strings ------------------------------------------------------------------------------------

void Lexer::scanString(Token& token) {
  const unsigned char quote = peek();
  token.kind = TokenKind::String;
  ++at_;
  for (const Offset begin = at_; at_ < text_.size(); ++at_) {
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c == quote) {
      token.text = text_.substr(begin, at_ - begin);
      token.end = ++at_;
      return;
    }
    if (c == '\\' || c == '\n' || c == '\r' || c >= kFourBytes) break;
  }
  scanUnusualString(token, quote);
}

void Lexer::scanUnusualString(Token& token, unsigned char quote) {
  scratch_.assign(text_, token.begin + 1, at_ - token.begin - 1);
  for (;;) {
    if (at_ >= text_.size()) fail("Invalid or unexpected token", token.begin);
    const unsigned char c = peek();
    if (c == quote) break;
    if (c == '\n' || c == '\r') fail("Invalid or unexpected token", token.begin);
    if (c == '\\') {
      token.escaped = true;
      if (const auto problem = scanEscape(token, false); problem.message) fail(problem.message, problem.at);
    } else {
      appendSourceCharacter();
    }
  }
  token.end = ++at_;
  token.text = arena_.copy(scratch_);
}

void Lexer::appendSourceCharacter() {
  const CodePoint c = decodeUnit(text_, at_);
  if (c.size == 4)
    appendCesu8(scratch_, c.value);
  else
    scratch_.append(text_, at_, c.size);
  at_ += c.size;
}

// ---- escape sequences ---------------------------------------------------------------------------

// At a backslash; appends what it stands for to scratch_.
Lexer::EscapeProblem Lexer::scanEscape(Token& token, bool inTemplate) {
  EscapeProblem problem;
  ++at_;
  if (at_ >= text_.size()) return problem;  // the caller finds the end
  const unsigned char c = peek();
  switch (c) {
    case 'b':
      scratch_.push_back('\b');
      break;
    case 'f':
      scratch_.push_back('\f');
      break;
    case 'n':
      scratch_.push_back('\n');
      break;
    case 'r':
      scratch_.push_back('\r');
      break;
    case 't':
      scratch_.push_back('\t');
      break;
    case 'v':
      scratch_.push_back('\v');
      break;
    case '\r':
      at_ += peek(1) == '\n';
      break;
    case '\n':
      break;
    case 'x':
      scanHexEscape(problem);
      return problem;
    case 'u':
      if (const auto value = scanUnicodeEscape(problem)) appendCesu8(scratch_, *value);
      return problem;
    default:
      if (isDecimal(c)) return scanDigitEscape(token, inTemplate);
      if (isLineSeparator(text_, at_))
        at_ += 3;
      else
        appendSourceCharacter();
      return problem;
  }
  ++at_;
  return problem;
}

// At the `x`.
void Lexer::scanHexEscape(EscapeProblem& problem) {
  const int high = hexValue(peek(1)), low = hexValue(peek(2));
  if (high < 0 || low < 0) {
    problem = {"Invalid hexadecimal escape sequence", at_ - 1};
    ++at_;
    return;
  }
  appendCesu8(scratch_, static_cast<char32_t>(high * 16 + low));
  at_ += 3;
}

// At the first digit. Only \0 alone is for everyone; \1 and \08 are legacy, and templates have none of them.
Lexer::EscapeProblem Lexer::scanDigitEscape(Token& token, bool inTemplate) {
  const unsigned char first = peek();
  ++at_;
  if (first == '0' && !isDecimal(peek())) {
    scratch_.push_back('\0');
    return {};
  }
  if (inTemplate)
    return {first < '8' ? "Octal escape sequences are not allowed in template strings"
                        : "\\8 and \\9 are not allowed in template strings",
            at_ - 2};
  token.legacyOctal = true;
  if (!token.legacyOctalAt) token.legacyOctalAt = at_ - 2;
  char32_t value = first - '0';
  if (first >= '8') {
    scratch_.push_back(static_cast<char>(first));
    return {};
  }
  for (int left = first <= '3' ? 2 : 1; left > 0 && isOctal(peek()); --left, ++at_)
    value = value * 8 + (peek() - '0');
  appendCesu8(scratch_, value);
  return {};
}

// ---- templates ----------------------------------------------------------------------------------

// Behind the ` or } that begins the piece.
void Lexer::scanTemplate(Token& token) {
  const Offset begin = at_;
  bool same = true;     // so far cooked text is the source
  bool rawSame = true;  // so far raw text is
  const auto differ = [&] {
    if (same) scratch_.assign(text_, begin, at_ - begin);
    same = false;
  };
  token.kind = TokenKind::Template;
  for (;;) {
    if (at_ >= text_.size()) fail("Unterminated template literal", at_);
    const unsigned char c = peek();
    if (c == '`' || (c == '$' && peek(1) == '{')) break;
    if (c == '\\') {
      differ();
      // The raw text of a line continuation or an escaped character may hold what raw text writes otherwise.
      if (peek(1) == '\r' || peek(1) >= kFourBytes) rawSame = false;
      const auto problem = scanEscape(token, true);
      if (problem.message && token.templateValid) {
        token.templateValid = false;
        token.templateProblemAt = problem.at;
        token.templateProblem = problem.message;
      }
    } else if (c == '\r') {
      differ();
      rawSame = false;
      at_ += peek(1) == '\n' ? 2 : 1;
      scratch_.push_back('\n');
    } else if (c >= kFourBytes) {
      differ();
      rawSame = false;
      appendSourceCharacter();
    } else {
      if (!same) scratch_.push_back(static_cast<char>(c));
      ++at_;
    }
  }
  const Offset end = at_;
  token.templateTail = peek() == '`';
  token.end = at_ += token.templateTail ? 1 : 2;
  token.text = same ? text_.substr(begin, end - begin) : arena_.copy(scratch_);
  token.raw = rawSame ? text_.substr(begin, end - begin) : sourceAsCesu8(begin, end, true);
}

Token Lexer::rescanTemplate(const Token& brace) {
  Token token;
  token.newlineBefore = brace.newlineBefore;
  token.begin = brace.begin;
  at_ = brace.begin + 1;
  scanTemplate(token);
  return token;
}

std::string_view Lexer::sourceAsCesu8(Offset begin, Offset end, bool joinLineEnds) {
  scratch_.clear();
  const Offset back = at_;
  for (at_ = begin; at_ < end;) {
    if (joinLineEnds && peek() == '\r') {
      scratch_.push_back('\n');
      at_ += peek(1) == '\n' ? 2 : 1;
    } else {
      appendSourceCharacter();
    }
  }
  at_ = back;
  return arena_.copy(scratch_);
}

// ---- regular expressions ------------------------------------------------------------------------

Token Lexer::rescanRegExp(const Token& slash) {
  Token token;
  token.kind = TokenKind::RegExp;
  token.newlineBefore = slash.newlineBefore;
  token.begin = slash.begin;
  at_ = slash.begin + 1;
  const auto unterminated = [&] { fail("Invalid regular expression: missing /", token.begin); };
  bool inClass = false, same = true;
  for (;; ++at_) {
    if (at_ < text_.size() && peek() == '\\')
      ++at_;
    else if (peek() == '/' && !inClass)
      break;
    else if (peek() == '[')
      inClass = true;
    else if (peek() == ']')
      inClass = false;
    if (at_ >= text_.size() || peek() == '\n' || peek() == '\r' || isLineSeparator(text_, at_))
      unterminated();
    same &= peek() < kFourBytes;
  }
  const Offset begin = slash.begin + 1, end = at_;
  const Offset flags = ++at_;
  while (at_ < text_.size()) {
    const CodePoint c = decodeCodePoint(text_, at_);
    if (c.value == '\\') fail("Invalid regular expression flags", token.begin);
    if (!isIdentifierPart(c.value)) break;
    at_ += c.size;
  }
  token.raw = text_.substr(flags, at_ - flags);
  token.text = same ? text_.substr(begin, end - begin) : sourceAsCesu8(begin, end, false);
  token.end = at_;
  return token;
}

}  // namespace isobox::language
