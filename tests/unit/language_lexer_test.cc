// The lexer: every kind of token, their values, and what is refused.
#include "runner/language/lexer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace isobox::language::language_lexer_test {
namespace {

using enum TokenKind;

struct Reader {
  explicit Reader(std::string source, LexerOptions options = {})
      : text(std::move(source)), arena(1 << 26), atoms(arena, 7), lexer(text, arena, atoms, options) {}
  std::string text;
  Arena arena;
  AtomTable atoms;
  Lexer lexer;
};

std::vector<TokenKind> kindsOf(std::string text, LexerOptions options = {}) {
  Reader reader(std::move(text), options);
  std::vector<TokenKind> kinds;
  for (;;) {
    const Token token = reader.lexer.next();
    if (token.kind == End) return kinds;
    kinds.push_back(token.kind);
  }
}

using Kinds = std::vector<TokenKind>;

Problem problemOf(std::string text, LexerOptions options = {}) {
  try {
    kindsOf(text, options);
  } catch (const ParseError& error) {
    return error.problem;
  }
  ADD_FAILURE() << "no problem in " << text;
  return {};
}

double numberOf(std::string text) {
  Reader reader(std::move(text));
  const Token token = reader.lexer.next();
  EXPECT_EQ(token.kind, Number) << reader.text;
  EXPECT_EQ(token.end, reader.text.size());
  return token.number;
}

std::string stringOf(std::string text) {
  Reader reader(std::move(text));
  const Token token = reader.lexer.next();
  EXPECT_EQ(token.kind, String) << reader.text;
  EXPECT_EQ(token.end, reader.text.size());
  return std::string(token.text);
}

std::string nameOf(std::string text) {
  Reader reader(std::move(text));
  const Token token = reader.lexer.next();
  EXPECT_NE(token.name, nullptr);
  EXPECT_EQ(token.end, reader.text.size()) << reader.text;
  return std::string(token.name->text);
}

const char* const kUnexpected = "Invalid or unexpected token";

TEST(Lexer, TheLongestPunctuatorWins) {
  EXPECT_EQ(kindsOf("{}()[].;,<><=>=="),
            (Kinds{LeftBrace, RightBrace, LeftParen, RightParen, LeftBracket, RightBracket, Dot, Semicolon,
                   Comma, Less, Greater, LessEqual, GreaterEqual, Assign}));
  EXPECT_EQ(kindsOf("!====!=="), (Kinds{StrictNotEqual, Equal, StrictNotEqual}));
}

TEST(Lexer, PunctuatorsOneByOne) {
  const std::pair<const char*, TokenKind> all[] = {{"...", Ellipsis},
                                                   {"=>", Arrow},
                                                   {"==", Equal},
                                                   {"===", StrictEqual},
                                                   {"!=", NotEqual},
                                                   {"!==", StrictNotEqual},
                                                   {"+", Plus},
                                                   {"++", PlusPlus},
                                                   {"+=", PlusAssign},
                                                   {"-", Minus},
                                                   {"--", MinusMinus},
                                                   {"-=", MinusAssign},
                                                   {"*", Star},
                                                   {"**", StarStar},
                                                   {"*=", StarAssign},
                                                   {"**=", StarStarAssign},
                                                   {"/", Slash},
                                                   {"/=", SlashAssign},
                                                   {"%", Percent},
                                                   {"%=", PercentAssign},
                                                   {"<<", ShiftLeft},
                                                   {"<<=", ShiftLeftAssign},
                                                   {">>", ShiftRight},
                                                   {">>=", ShiftRightAssign},
                                                   {">>>", ShiftRightUnsigned},
                                                   {">>>=", ShiftRightUnsignedAssign},
                                                   {"&", BitAnd},
                                                   {"&&", And},
                                                   {"&=", BitAndAssign},
                                                   {"&&=", AndAssign},
                                                   {"|", BitOr},
                                                   {"||", Or},
                                                   {"|=", BitOrAssign},
                                                   {"||=", OrAssign},
                                                   {"^", BitXor},
                                                   {"^=", BitXorAssign},
                                                   {"!", Not},
                                                   {"~", BitNot},
                                                   {"?", Question},
                                                   {"??", Nullish},
                                                   {"?\?=", NullishAssign},
                                                   {"?.", QuestionDot},
                                                   {":", Colon},
                                                   {"=", Assign},
                                                   {"@", At},
                                                   {"<", Less},
                                                   {">", Greater},
                                                   {"<=", LessEqual},
                                                   {">=", GreaterEqual},
                                                   {".", Dot}};
  for (const auto& [text, kind] : all) EXPECT_EQ(kindsOf(text), Kinds{kind}) << text;
  EXPECT_EQ(kindsOf("a?.5:1"), (Kinds{Identifier, Question, Number, Colon, Number}));
  EXPECT_EQ(kindsOf("a?.b"), (Kinds{Identifier, QuestionDot, Identifier}));
  EXPECT_EQ(kindsOf(".."), (Kinds{Dot, Dot}));
}

TEST(Lexer, GreaterIsOneTokenInTypeScript) {
  EXPECT_EQ(kindsOf(">>>=", {.typescript = true}), (Kinds{Greater, Greater, Greater, Assign}));
  Reader reader(" >>>= x", {.typescript = true});
  const Token joined = reader.lexer.rescanGreater(reader.lexer.next());
  EXPECT_EQ(joined.kind, ShiftRightUnsignedAssign);
  EXPECT_EQ(joined.begin, 1u);
  EXPECT_EQ(joined.end, 5u);
  EXPECT_EQ(reader.lexer.next().kind, Identifier);
}

TEST(Lexer, Words) {
  EXPECT_EQ(kindsOf("if iff async await let static of"),
            (Kinds{If, Identifier, Async, Await, Let, Static, Of}));
  EXPECT_EQ(kindsOf("instanceof typeof enum target constructor"),
            (Kinds{InstanceOf, TypeOf, Enum, Target, Constructor}));
  EXPECT_EQ(nameOf("$_a1"), "$_a1");
  EXPECT_EQ(nameOf("\xc3\xa4x"), "\xc3\xa4x");
  EXPECT_EQ(nameOf("a\xe2\x80\x8d"), "a\xe2\x80\x8d");
}

TEST(Lexer, WordsWithEscapes) {
  Reader reader("\\u0069f \\u{61}b #\\u0061");
  Token token = reader.lexer.next();
  EXPECT_EQ(token.kind, If);
  EXPECT_TRUE(token.escaped);
  token = reader.lexer.next();
  EXPECT_EQ(token.kind, Identifier);
  EXPECT_EQ(token.name->text, "ab");
  EXPECT_EQ(token.name, reader.atoms.intern("ab"));
  token = reader.lexer.next();
  EXPECT_EQ(token.kind, PrivateName);
  EXPECT_EQ(token.name->text, "a");
  EXPECT_EQ(nameOf("a\\u0030"), "a0");
  for (const char* wrong : {"\\u0030a", "\\x61", "a\\u002d", "\\u{110000}", "\\u{}", "\\u00", "\\", "a\\",
                            "\\u{61", "\\ud83d\\ude00", "\\u2e2f"})
    EXPECT_EQ(problemOf(wrong).message, "Invalid Unicode escape sequence") << wrong;
}

TEST(Lexer, NamesBeyondTheBmpAreCesu8) {
  EXPECT_EQ(nameOf("\xf0\xa0\xae\xb7"), "\xed\xa1\x82\xed\xbe\xb7");
  EXPECT_EQ(nameOf("\\u{20bb7}"), "\xed\xa1\x82\xed\xbe\xb7");
  EXPECT_EQ(problemOf("\xf0\x9f\x98\x80").message, kUnexpected);
  EXPECT_EQ(problemOf("a \xf0\x9f\x98\x80").offset, 2u);
}

TEST(Lexer, PrivateNames) {
  EXPECT_EQ(kindsOf("#a #if this.#b"), (Kinds{PrivateName, PrivateName, This, Dot, PrivateName}));
  for (const char* wrong : {"#", "# a", "#1", "##a", "#-"})
    EXPECT_EQ(problemOf(wrong).message, kUnexpected) << wrong;
}

TEST(Lexer, NewlinesAreNoticed) {
  Reader reader("a b\nc /*\n*/ d /* */ e // x\n f\xe2\x80\xa8g");
  const bool expected[] = {false, false, true, true, false, true, true};
  for (const bool newline : expected) EXPECT_EQ(reader.lexer.next().newlineBefore, newline);
  EXPECT_EQ(reader.lexer.next().kind, End);
  EXPECT_EQ(reader.lexer.next().kind, End);
}

TEST(Lexer, WhiteSpace) {
  EXPECT_EQ(
      kindsOf("\xef\xbb\xbf\t\v\f \xc2\xa0\xe1\x9a\x80\xe2\x80\x80\xe2\x80\xaf\xe2\x81\x9f\xe3\x80\x80"),
      Kinds{});
  EXPECT_EQ(problemOf("\xe1\xa0\x8e").message, kUnexpected);  // U+180E is no space any more
  EXPECT_EQ(problemOf("/* x").message, kUnexpected);
  EXPECT_EQ(problemOf("a /*/").offset, 2u);
  EXPECT_EQ(problemOf(std::string("\0", 1)).message, kUnexpected);
}

TEST(Lexer, Hashbang) {
  EXPECT_EQ(kindsOf("#!/bin/x y\na"), Kinds{Identifier});
  EXPECT_EQ(kindsOf("#!"), Kinds{});
  EXPECT_EQ(problemOf(" #!x").message, kUnexpected);
  EXPECT_EQ(problemOf("#!x", {.hashbang = false}).message, kUnexpected);
}

TEST(Lexer, HtmlLikeComments) {
  EXPECT_EQ(kindsOf("a <!-- b\nc"), (Kinds{Identifier, Identifier}));
  EXPECT_EQ(kindsOf("--> b\nc"), Kinds{Identifier});
  EXPECT_EQ(kindsOf("a\n /* x */ --> b\nc"), (Kinds{Identifier, Identifier}));
  EXPECT_EQ(kindsOf("a /*\n*/ --> b\nc"), (Kinds{Identifier, Identifier}));
  EXPECT_EQ(kindsOf("a --> b"), (Kinds{Identifier, MinusMinus, Greater, Identifier}));
  EXPECT_EQ(kindsOf("a <!-- b", {.module = true}), (Kinds{Identifier, Less, Not, MinusMinus, Identifier}));
  EXPECT_EQ(kindsOf("\n--> b", {.module = true}), (Kinds{MinusMinus, Greater, Identifier}));
}

TEST(Lexer, Numbers) {
  EXPECT_EQ(numberOf("0"), 0);
  EXPECT_EQ(numberOf("123"), 123);
  EXPECT_EQ(numberOf("1_000.5_0e1_0"), 10005000000000.0);
  EXPECT_EQ(numberOf(".5"), .5);
  EXPECT_EQ(numberOf("5."), 5);
  EXPECT_EQ(numberOf("0.1e-2"), 0.001);
  EXPECT_EQ(numberOf("0xFf"), 255);
  EXPECT_EQ(numberOf("0o17"), 15);
  EXPECT_EQ(numberOf("0B1_1"), 3);
  EXPECT_EQ(kindsOf("0..a"), (Kinds{Number, Dot, Identifier}));
  EXPECT_EQ(kindsOf("1.;"), (Kinds{Number, Semicolon}));
}

TEST(Lexer, NumbersAreExact) {
  EXPECT_EQ(numberOf("9007199254740993"), 9007199254740992.0);
  EXPECT_EQ(numberOf("9007199254740993.0000000001"), 9007199254740994.0);
  EXPECT_EQ(numberOf("0x20000000000001"), 9007199254740992.0);
  EXPECT_EQ(numberOf("0x20000000000003"), 9007199254740996.0);
  EXPECT_EQ(numberOf("0x200000000000010000000000000000001"), std::ldexp(9007199254740994.0, 76));
  EXPECT_EQ(numberOf("0x200000000000010000000000000000000"), std::ldexp(9007199254740992.0, 76));
  EXPECT_EQ(numberOf("5e-324"), 5e-324);
  EXPECT_EQ(numberOf("1.7976931348623157e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(numberOf("1e309"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(numberOf("1e-400"), 0);
  EXPECT_EQ(numberOf("0e999999999999999999999"), 0);
  EXPECT_EQ(numberOf("1e99999999999999999999999"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(numberOf("0." + std::string(400, '0') + "1e401"), 1);
  EXPECT_EQ(numberOf("1" + std::string(5000, '0') + "e-5000"), 1);
  EXPECT_EQ(numberOf("0x1" + std::string(300, '0')), std::numeric_limits<double>::infinity());
}

TEST(Lexer, LegacyNumbers) {
  const std::pair<const char*, double> legacy[] = {{"010", 8},    {"08", 8}, {"09.5", 9.5},
                                                   {"0777", 511}, {"00", 0}, {"018", 18}};
  for (const auto& [text, value] : legacy) {
    Reader reader(text);
    const Token token = reader.lexer.next();
    EXPECT_EQ(token.number, value) << text;
    EXPECT_TRUE(token.legacyOctal) << text;
    EXPECT_EQ(token.legacyOctalAt, 0u);
  }
  EXPECT_FALSE(Reader("0.5").lexer.next().legacyOctal);
  EXPECT_EQ(kindsOf("07.a"), (Kinds{Number, Dot, Identifier}));
}

TEST(Lexer, BigInts) {
  EXPECT_EQ(kindsOf("1n 0xfn 0n 1_0n"), (Kinds{BigInt, BigInt, BigInt, BigInt}));
  EXPECT_EQ(Reader("12n").lexer.next().text, "12n");
  for (const char* wrong : {"01n", "08n", "1.5n", "1e3n", ".5n", "1_n"}) problemOf(wrong);
}

TEST(Lexer, WrongNumbers) {
  for (const char* wrong :
       {"1a", "1\\u0061", "0x",   "0xg",  "0b2",  "0b12", "0o8",  "1e",   "1e+",  "3in []",   "1__0",
        "1_", "0_1",      "1_.5", "1._5", "1e_5", "0x_1", "0x1_", "08_1", "07_1", "1\xc3\xa4"})
    problemOf(wrong);
  EXPECT_EQ(problemOf("1__0").message, "Only one underscore is allowed as numeric separator");
  EXPECT_EQ(problemOf("1_").message, "Numeric separators are not allowed at the end of numeric literals");
  EXPECT_EQ(problemOf("0_1").message, "Numeric separator can not be used after leading 0.");
}

TEST(Lexer, Strings) {
  EXPECT_EQ(stringOf("'abc'"), "abc");
  EXPECT_EQ(stringOf("\"a'b\""), "a'b");
  EXPECT_EQ(stringOf("'\\n\\t\\b\\v\\f\\r\\'\\\"\\\\\\a'"), "\n\t\b\v\f\r'\"\\a");
  EXPECT_EQ(stringOf("'\\x41\\u0042\\u{43}'"), "ABC");
  EXPECT_EQ(stringOf("'a\\\nb\\\r\nc\\\xe2\x80\xa8"
                     "d'"),
            "abcd");
  EXPECT_EQ(stringOf("'\xe2\x80\xa8'"), "\xe2\x80\xa8");
  EXPECT_EQ(stringOf("'\\0'"), std::string(1, '\0'));
  EXPECT_EQ(stringOf("'\xf0\x9f\x98\x80'"), "\xed\xa0\xbd\xed\xb8\x80");
  EXPECT_EQ(stringOf("'\\u{1f600}'"), "\xed\xa0\xbd\xed\xb8\x80");
  EXPECT_EQ(stringOf("'\\ud83d\\ude00'"), "\xed\xa0\xbd\xed\xb8\x80");
  EXPECT_EQ(stringOf("'\\ud83d'"), "\xed\xa0\xbd");
  EXPECT_EQ(stringOf("'\\\xf0\x9f\x98\x80'"), "\xed\xa0\xbd\xed\xb8\x80");
  EXPECT_EQ(stringOf("'\\xe4'"), "\xc3\xa4");
}

TEST(Lexer, PlainStringsAreTheSource) {
  Reader reader("'abc\xc3\xa4'");
  const Token token = reader.lexer.next();
  EXPECT_EQ(token.text.data(), reader.text.data() + 1);
  EXPECT_FALSE(token.escaped);
}

TEST(Lexer, EscapesInStringsAreNoticed) {
  EXPECT_TRUE(Reader("'use\\x20strict'").lexer.next().escaped);
  EXPECT_TRUE(Reader("'a\\\nb'").lexer.next().escaped);
  EXPECT_FALSE(Reader("'\xf0\x9f\x98\x80'").lexer.next().escaped);
}

TEST(Lexer, LegacyOctalStrings) {
  const std::tuple<const char*, std::string, Offset> legacy[] = {{"'\\101'", "A", 1},
                                                                 {"'a\\1'", "a\1", 2},
                                                                 {"'\\8'", "8", 1},
                                                                 {"'\\9'", "9", 1},
                                                                 {"'\\377'", "\xc3\xbf", 1},
                                                                 {"'\\400'", " 0", 1},
                                                                 {"'\\00'", std::string(1, '\0'), 1},
                                                                 {"'\\08'",
                                                                  std::string("\0"
                                                                              "8",
                                                                              2),
                                                                  1}};
  for (const auto& [text, value, at] : legacy) {
    Reader reader(text);
    const Token token = reader.lexer.next();
    EXPECT_EQ(token.text, value) << text;
    EXPECT_TRUE(token.legacyOctal) << text;
    EXPECT_EQ(token.legacyOctalAt, at) << text;
  }
  EXPECT_FALSE(Reader("'\\0'").lexer.next().legacyOctal);
}

TEST(Lexer, WrongStrings) {
  for (const char* wrong : {"'", "'a", "'a\"", "'a\nb'", "'a\rb'", "'\\", "'\\'"})
    EXPECT_EQ(problemOf(wrong).message, kUnexpected) << wrong;
  EXPECT_EQ(problemOf("'\\x4'").message, "Invalid hexadecimal escape sequence");
  EXPECT_EQ(problemOf("'\\u004'").message, "Invalid Unicode escape sequence");
  EXPECT_EQ(problemOf("'\\u{}'").message, "Invalid Unicode escape sequence");
  EXPECT_EQ(problemOf("'ab\\u{110000}'").message, "Undefined Unicode code-point");
  EXPECT_EQ(problemOf("'ab\\u{110000}'").offset, 3u);
  EXPECT_EQ(problemOf("'\\u{0000000000000000000000110000}'").message, "Undefined Unicode code-point");
}

TEST(Lexer, Templates) {
  Reader reader("`a${b}c${`x${1}`}d`");
  Token token = reader.lexer.next();
  EXPECT_EQ(token.kind, Template);
  EXPECT_EQ(token.text, "a");
  EXPECT_FALSE(token.templateTail);
  EXPECT_EQ(reader.lexer.next().kind, Identifier);
  token = reader.lexer.rescanTemplate(reader.lexer.next());
  EXPECT_EQ(token.text, "c");
  EXPECT_EQ(token.begin, 5u);
  EXPECT_FALSE(token.templateTail);
  token = reader.lexer.next();
  EXPECT_EQ(token.text, "x");
  EXPECT_EQ(reader.lexer.next().kind, Number);
  token = reader.lexer.rescanTemplate(reader.lexer.next());
  EXPECT_EQ(token.text, "");
  EXPECT_TRUE(token.templateTail);
  token = reader.lexer.rescanTemplate(reader.lexer.next());
  EXPECT_EQ(token.text, "d");
  EXPECT_TRUE(token.templateTail);
  EXPECT_EQ(token.end, reader.text.size());
  EXPECT_EQ(reader.lexer.next().kind, End);
}

TEST(Lexer, TemplatesCookedAndRaw) {
  const std::tuple<std::string, std::string, std::string> all[] = {
      {"`a\r\nb\rc\nd`", "a\nb\nc\nd", "a\nb\nc\nd"},
      {"`\\n`", "\n", "\\n"},
      {"`\\\r\nx`", "x", "\\\nx"},
      {"`\xf0\x9f\x98\x80`", "\xed\xa0\xbd\xed\xb8\x80", "\xed\xa0\xbd\xed\xb8\x80"},
      {"`\\\xf0\x9f\x98\x80`", "\xed\xa0\xbd\xed\xb8\x80", "\\\xed\xa0\xbd\xed\xb8\x80"},
      {"`$ $$ \\${ {`", "$ $$ ${ {", "$ $$ \\${ {"},
      {"`\\u{41}\\0`", std::string("A\0", 2), "\\u{41}\\0"}};
  for (const auto& [text, cooked, raw] : all) {
    Reader reader(text);
    const Token token = reader.lexer.next();
    EXPECT_EQ(token.text, cooked) << text;
    EXPECT_EQ(token.raw, raw) << text;
    EXPECT_TRUE(token.templateValid);
    EXPECT_TRUE(token.templateTail);
  }
  EXPECT_EQ(problemOf("`a").message, "Unterminated template literal");
  EXPECT_EQ(problemOf("`a\\`").message, "Unterminated template literal");
  EXPECT_EQ(problemOf("`\\").message, "Unterminated template literal");
}

TEST(Lexer, WrongEscapesInTemplatesAreOnlyNoted) {
  const std::pair<const char*, const char*> all[] = {
      {"`a\\1`", "Octal escape sequences are not allowed in template strings"},
      {"`a\\01`", "Octal escape sequences are not allowed in template strings"},
      {"`a\\8`", "\\8 and \\9 are not allowed in template strings"},
      {"`a\\xg`", "Invalid hexadecimal escape sequence"},
      {"`a\\u`", "Invalid Unicode escape sequence"},
      {"`a\\u{`", "Invalid Unicode escape sequence"},
      {"`a\\u{110000}`", "Undefined Unicode code-point"}};
  for (const auto& [text, message] : all) {
    Reader reader(text);
    const Token token = reader.lexer.next();
    EXPECT_FALSE(token.templateValid) << text;
    EXPECT_EQ(token.templateProblemAt, 2u) << text;
    EXPECT_STREQ(token.templateProblem, message) << text;
    EXPECT_EQ(token.raw, reader.text.substr(1, reader.text.size() - 2));
    EXPECT_TRUE(token.templateTail);
  }
  Reader reader("`\\u${0}`");
  EXPECT_FALSE(reader.lexer.next().templateTail);
  EXPECT_EQ(reader.lexer.next().kind, Number);
}

Token regExpIn(Reader& reader) {
  return reader.lexer.rescanRegExp(reader.lexer.next());
}

TEST(Lexer, RegularExpressions) {
  Reader reader("/a[/\\]]\\/b/gi.x");
  const Token token = regExpIn(reader);
  EXPECT_EQ(token.kind, RegExp);
  EXPECT_EQ(token.text, "a[/\\]]\\/b");
  EXPECT_EQ(token.raw, "gi");
  EXPECT_EQ(reader.lexer.next().kind, Dot);
  Reader assign("/=/");
  EXPECT_EQ(regExpIn(assign).text, "=");
  Reader wide("/\xf0\x9f\x98\x80/u");
  EXPECT_EQ(regExpIn(wide).text, "\xed\xa0\xbd\xed\xb8\x80");
  Reader nested("/[[a]/]/v");  // classes do not nest for the lexer
  EXPECT_EQ(regExpIn(nested).text, "[[a]");
}

TEST(Lexer, WrongRegularExpressions) {
  for (const char* wrong : {"/", "/a", "/[/", "/a\n/", "/\\\n/", "/\\", "/a\xe2\x80\xa8/", "/[\n]/"}) {
    Reader reader(wrong);
    EXPECT_THROW(regExpIn(reader), ParseError) << wrong;
  }
  Reader reader("/a/\\u0067");
  EXPECT_THROW(regExpIn(reader), ParseError);
}

TEST(Lexer, ComesBack) {
  Reader reader("a /* */ b c");
  reader.lexer.next();
  const LexerState state = reader.lexer.state();
  EXPECT_EQ(reader.lexer.next().name->text, "b");
  reader.lexer.restore(state);
  const Token token = reader.lexer.next();
  EXPECT_EQ(token.name->text, "b");
  EXPECT_EQ(token.begin, 8u);
  EXPECT_EQ(token.end, 9u);
}

TEST(Lexer, BrokenTextIsRefusedWithoutReadingBeyond) {
  for (const std::string text :
       {"\xff", "a\xf0\x9f", "\xe2\x80", "'\xe2\x80", "`\xf0", "/* \xe2\x80", "1\xc3"})
    EXPECT_THROW(kindsOf(text), ParseError);
}

TEST(Identifiers, CharactersOfUnicode) {
  for (const char32_t c : {U'a', U'Z', U'$', U'_', U'\u00e4', U'\u2118', U'\u309b', U'\U00020bb7'}) {
    EXPECT_TRUE(isIdentifierStart(c)) << static_cast<unsigned>(c);
    EXPECT_TRUE(isIdentifierPart(c)) << static_cast<unsigned>(c);
  }
  for (const char32_t c : {U'0', U'\u200c', U'\u200d', U'\u0300', U'\u00b7'}) {
    EXPECT_FALSE(isIdentifierStart(c)) << static_cast<unsigned>(c);
    EXPECT_TRUE(isIdentifierPart(c)) << static_cast<unsigned>(c);
  }
  for (const char32_t c : {U'-', U'@', U'[', U'`', U'{', U'\u00a0', U'\u2e2f', U'\u2028', U'\U0001f600',
                           char32_t{0x10ffff}, char32_t{0xd800}, char32_t{0xffffffff}, char32_t{0}}) {
    EXPECT_FALSE(isIdentifierStart(c)) << static_cast<unsigned>(c);
    EXPECT_FALSE(isIdentifierPart(c)) << static_cast<unsigned>(c);
  }
}

}  // namespace
}  // namespace isobox::language::language_lexer_test
