// Tokens of a program. Runs in sealed runners; the text is hostile, valid UTF-8.
#ifndef ISOBOX_RUNNER_LANGUAGE_LEXER_H
#define ISOBOX_RUNNER_LANGUAGE_LEXER_H

#include <optional>

#include "runner/language/atoms.h"
#include "runner/language/source_text.h"
#include "runner/regexp/unicode.h"

namespace isobox::language {

// clang-format off
enum class TokenKind : std::uint16_t {
  End, Identifier, PrivateName, Number, BigInt, String, Template /* `…` or `…${ */, RegExp,
  // punctuators
  LeftBrace, RightBrace, LeftParen, RightParen, LeftBracket, RightBracket, Dot, Ellipsis, Semicolon, Comma, Less,
  Greater, LessEqual, GreaterEqual, Equal, NotEqual, StrictEqual, StrictNotEqual, Plus, Minus, Star, Slash, Percent,
  StarStar, PlusPlus, MinusMinus, ShiftLeft, ShiftRight, ShiftRightUnsigned, BitAnd, BitOr, BitXor, Not, BitNot, And,
  Or, Nullish, Question, QuestionDot, Colon, Assign, PlusAssign, MinusAssign, StarAssign, SlashAssign, PercentAssign,
  StarStarAssign, ShiftLeftAssign, ShiftRightAssign, ShiftRightUnsignedAssign, BitAndAssign, BitOrAssign,
  BitXorAssign, AndAssign, OrAssign, NullishAssign, Arrow, At,
  // reserved words
  Break, Case, Catch, Class, Const, Continue, Debugger, Default, Delete, Do, Else, Enum, Export, Extends, False, Finally,
  For, Function, If, Import, In, InstanceOf, New, Null, Return, Super, Switch, This, Throw, True, Try, TypeOf, Var,
  Void, While, With,
  // reserved in strict code or in some places; else names
  Await, Yield, Let, Static, Implements, Interface, Package, Private, Protected, Public, Eval, Arguments,
  // words with a meaning in some places
  As, Async, From, Get, Set, Of, Target, Meta, Accessor, Constructor,
  // TypeScript's
  Abstract, Any, Asserts, Declare, Infer, Is, KeyOf, Module, Namespace, Never, Object_, Out, Override, ReadOnly,
  Require, Satisfies, Type, TypeOf_, Unique, Unknown, Global, Symbol_,
};
// clang-format on
// A token that is a word has the word's own kind, Identifier when it is none of these. `escaped` says that it
// was written with \u: then it is no keyword where a keyword is needed.

struct Token {
  TokenKind kind = TokenKind::End;
  Offset begin = 0, end = 0;
  bool newlineBefore = false;
  bool escaped = false;        // a word or string with an escape
  bool legacyOctal = false;    // 010, 08, "\1", "\8": not in strict code
  const Atom* name = nullptr;  // words and PrivateName (without #)
  double number = 0;
  std::string_view text;      // String: cooked, CESU-8. RegExp: pattern. Template: cooked
  std::string_view raw;       // RegExp: flags. Template: raw
  bool templateTail = false;  // Template: ends with `, not with ${
  bool templateValid = true;  // Template: no wrong escape; where is in templateProblem
  std::optional<Offset> legacyOctalAt, templateProblemAt;
  const char* templateProblem = nullptr;  // the message to templateProblemAt
};

/// Where lexing stands; cheap to copy, so that a parser can look ahead and come back.
struct LexerState {
  Offset at = 0;
};

struct LexerOptions {
  bool module = false;      // no HTML-like comments
  bool typescript = false;  // `>` is always one token; the parser joins them with rescanGreater
  bool hashbang = true;  // a text that is only a part of a program (Function's parameters and body) has none
};

class Lexer {
 public:
  Lexer(std::string_view text, Arena& arena, AtomTable& atoms, LexerOptions options);

  /// The next token. `/` and `/=` come as Slash and SlashAssign, `}` as RightBrace. End at the end, again and
  /// again. Skips a hashbang at the beginning. Throws ParseError.
  Token next();
  /// `slash` is a Slash or SlashAssign at which an expression begins: reads it again as a regular expression.
  Token rescanRegExp(const Token& slash);
  /// `brace` is the RightBrace that ends a substitution: reads on as the template's next piece.
  Token rescanTemplate(const Token& brace);
  /// `greater` is a Greater (TypeScript): reads it again with what follows (>=, >>, >>>=, …).
  Token rescanGreater(const Token& greater);

  LexerState state() const;
  void restore(LexerState state);
  std::string_view text() const;

 private:
  /// How one escape sequence was wrong; `message` is null when it was not.
  struct EscapeProblem {
    const char* message = nullptr;
    Offset at = 0;
  };

  // lexer.cc
  [[noreturn]] void fail(std::string message, Offset at) const;
  unsigned char peek(std::size_t ahead = 0) const {
    const std::size_t at = at_ + ahead;
    return at < text_.size() ? static_cast<unsigned char>(text_[at]) : 0;
  }
  bool follows(std::string_view what) const { return text_.substr(at_, what.size()) == what; }
  bool skipBlanks();  // and comments; whether a line ended
  bool skipWideBlank(bool& lineEnded);
  void skipLine();
  bool skipBlockComment();
  Token& finish(Token& token, TokenKind kind, Offset length);
  Token& finishLonger(Token& token, TokenKind plain, std::string_view more, TokenKind longer);
  void scanPunctuator(Token& token, unsigned char first);
  void scanGreater(Token& token);

  // lexer_words.cc
  void scanWord(Token& token);
  const Atom* scanName(Token& token);
  const Atom* scanUnusualName(Token& token, Offset begin);
  std::optional<char32_t> scanUnicodeEscape(EscapeProblem& problem);

  // lexer_numbers.cc
  void scanNumber(Token& token);
  void scanRadix(Token& token, int radix);
  void scanLegacyOctal(Token& token, bool octal);
  void scanDecimal(Token& token, bool separators);
  void scanExponent();
  bool scanDigits(int radix, bool separators);
  void endNumber(Token& token, bool mayBeBigInt);

  // lexer_strings.cc
  void scanString(Token& token);
  void scanUnusualString(Token& token, unsigned char quote);
  void scanTemplate(Token& token);
  EscapeProblem scanEscape(Token& token, bool inTemplate);
  EscapeProblem scanDigitEscape(Token& token, bool inTemplate);
  void scanHexEscape(EscapeProblem& problem);
  void appendSourceCharacter();
  std::string_view sourceAsCesu8(Offset begin, Offset end, bool joinLineEnds);

  std::string_view text_;
  Arena& arena_;
  AtomTable& atoms_;
  LexerOptions options_;
  Offset at_ = 0;
  std::string scratch_;  // text that differs from the source's, while it is put together
};

/// A text that is no program. Thrown inside the front end only, and caught at its top.
struct ParseError {
  Problem problem;
};

using regexp::isIdentifierPart;
using regexp::isIdentifierStart;

/// The problem of a regular expression literal as the specification's early errors have it (flags, groups,
/// ranges, escapes in `u` and `v` mode, names, properties, duplicates), or nothing. `pattern` as in
/// RegExpLiteral. Linear, no recursion. The message is whole: "Invalid regular expression: /(/: Unterminated
/// group".
struct RegExpProblem {
  std::string message;
  Offset offset = 0; /* in the pattern */
};
std::optional<RegExpProblem> checkRegExp(std::string_view pattern, std::string_view flags);

}  // namespace isobox::language

#endif
