// Early errors of regular expressions.
#include <gtest/gtest.h>

#include <string>

#include "runner/language/lexer.h"

namespace isobox::language {
namespace {

void accepts(std::string_view flags, std::initializer_list<const char*> patterns) {
  for (const char* pattern : patterns) {
    const auto problem = checkRegExp(pattern, flags);
    EXPECT_FALSE(problem) << "/" << pattern << "/" << flags << " " << (problem ? problem->message : "");
  }
}

void refuses(std::string_view flags, std::initializer_list<const char*> patterns) {
  for (const char* pattern : patterns)
    EXPECT_TRUE(checkRegExp(pattern, flags)) << "/" << pattern << "/" << flags;
}

TEST(RegExpSyntax, Messages) {
  const auto problem = checkRegExp("a(", "g");
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->message, "Invalid regular expression: /a(/g: Unterminated group");
  EXPECT_EQ(problem->offset, 2u);
  const auto huge = checkRegExp(std::string(100000, 'a') + ")", "");
  ASSERT_TRUE(huge);
  EXPECT_LT(huge->message.size(), 300u);
  EXPECT_EQ(huge->offset, 100000u);
}

TEST(RegExpSyntax, Flags) {
  accepts("dgimsuy", {"a"});
  accepts("dgimsvy", {"a"});
  for (const char* flags : {"gg", "uv", "x", "G", "gI", "\xc3\xa4"}) refuses(flags, {"a"});
  EXPECT_EQ(checkRegExp("a", "gg")->message, "Invalid regular expression flags");
}

TEST(RegExpSyntax, Everywhere) {
  for (const char* flags : {"", "u", "v"}) {
    accepts(flags, {"",
                    "a|b||",
                    "(a)(?:b)(?=c)(?!d)(?<=e)(?<!f)",
                    "a*b+?c?\?d{1}e{1,}f{1,2}?",
                    "^$\\b\\B",
                    "[a-z^]",
                    "[^a]",
                    "\\d\\D\\s\\S\\w\\W",
                    "\\cA\\x41\\u0041\\0",
                    "(a)\\1",
                    "\\1(a)",
                    "\\/\\.\\*\\[\\]\\{\\}\\(\\)\\|\\^\\$\\\\",
                    "(?<n>a)\\k<n>",
                    "\\k<n>(?<n>a)",
                    "(?<n>a)|(?<n>b)",
                    "(?<$_\xc3\xa4>a)",
                    "(?<\\u0061b>a)",
                    "(?<\\u{61}>a)",
                    "(?<\\ud835\\udc9c>.)",
                    "[]",
                    "[^]",
                    "[\\b]",
                    "(?:)",
                    "(?i:a)",
                    "(?-i:a)",
                    "(?ms-i:a)",
                    "a{0,99999999999999999999999}"});
    refuses(flags, {"(",
                    ")",
                    "a)",
                    "(?",
                    "(?a)",
                    "(?ii:a)",
                    "(?i-i:a)",
                    "(?-:a)",
                    "(?g:a)",
                    "(?i)a",
                    "[",
                    "[a",
                    "*",
                    "+a",
                    "?",
                    "a**",
                    "a+++",
                    "^*",
                    "a|*",
                    "(*)",
                    "(?:*)",
                    "\\",
                    "a{2,1}",
                    "a{10,9}",
                    "a{100000000000000000001,100000000000000000000}",
                    "{1}",
                    "\\b+",
                    "[b-a]",
                    "(?<a",
                    "(?<>a)",
                    "(?<1>a)",
                    "(?<a-b>a)",
                    "(?<a>b)(?<a>c)",
                    "(?<a>(?<a>b))",
                    "(?<a>b)\\k<c>",
                    "(?<a>b)\\k",
                    "(?<a>b)\\k<",
                    "(?<=a)*",
                    "(?<!a)+",
                    "(?<\\x61>a)",
                    "(?<\\ud835>a)",
                    "a\\",
                    "[a\\",
                    "(?<a>b)[\\k]",
                    "(?<a>b)[\\k<a>]"});
  }
}

TEST(RegExpSyntax, AnnexBWithoutFlags) {
  accepts("", {"{",        "}",      "]",        "a{",       "a{1",     "a{,2}",   "{,}",
               "x{a}",     "\\1",    "\\8",      "\\07",     "\\377",   "\\c",     "\\c1",
               "[\\c1]",   "[\\c]",  "\\x",      "\\xg",     "\\u",     "\\u{1}",  "\\a\\e\\z",
               "\\k",      "\\k<a>", "(?=a)*",   "(?!a){2}", "[\\d-z]", "[a-\\d]", "[\\w-\\d]",
               "\\p{Foo}", "\\-",    "[\\1\\8]", "[\\k]",    "\\_"});
  refuses("", {"[\\x62-a]", "[d-\\u0061]", "a{1}{1}", "a{1}*", "[\\3-\\1]"});
  for (const char* flags : {"u", "v"})
    refuses(flags,
            {"{",     "}",     "]",      "a{",     "a{1",      "a{,2}",   "\\1",     "\\8",         "\\07",
             "\\00",  "\\c",   "\\c1",   "\\x",    "\\xg",     "\\u",     "\\u{}",   "\\u{110000}", "\\u{1",
             "\\a",   "\\k",   "\\k<a>", "(?=a)*", "(?!a){2}", "[\\d-z]", "[a-\\d]", "\\-",         "[\\1]",
             "[\\c]", "[\\a]", "\\_",    "(a)\\2", "\\ud",     "[\\B]"});
}

TEST(RegExpSyntax, CodePointsAndUnits) {
  const char* const smile = "[\xed\xa0\xbd\xed\xb8\x80-\xed\xa0\xbd\xed\xb8\x82]";
  accepts("u", {smile, "[\\u{1f600}-\\u{1f602}]", "[\\ud83d\\ude00-\\ud83d\\ude02]"});
  refuses("", {smile});
  refuses("u", {"[\\u{1f602}-\\u{1f600}]", "[\\ud83d\\ude02-\\ud83d\\ude00]"});
}

TEST(RegExpSyntax, NamesInAlternatives) {
  accepts("", {"(?:(?<a>x)|(?<a>y))(?<b>z)", "(?<a>x)|(?:(?<a>y)|(?<a>z))",
               "(?:(?<a>1)|(?:(?<a>2)|(?:(?<a>3)|(?<a>4))))|(?<a>5)"});
  refuses("", {"(?:(?<a>x)|y)(?<a>z)", "(?<a>x)(?:y|(?<a>z))", "(?:(?<a>x)|(?:(?<a>y)|z)(?<a>q))",
               "(?<a>(?:b|(?<a>c)))", "(?:(?<a>x)|(?<a>y))(?<a>z)", "(?:(?:(?<a>x)|(?<a>y))|z)(?<a>q)"});
}

TEST(RegExpSyntax, Properties) {
  for (const char* flags : {"u", "v"}) {
    accepts(flags, {"\\p{L}\\P{Lu}", "\\p{General_Category=Letter}", "\\p{gc=Lu}", "\\p{Script=Greek}",
                    "\\p{sc=Grek}", "\\p{Script_Extensions=Latin}", "\\p{scx=Zyyy}",
                    "\\p{Alphabetic}\\p{Any}\\p{ASCII}", "\\p{Emoji}", "\\p{punct}", "[\\P{ASCII}a]"});
    refuses(flags, {"\\p", "\\p{", "\\p{}", "\\p{Foo}", "\\p{letter}", "\\pL", "\\p{Script}", "\\p{Script=}",
                    "\\p{Script=Foo}", "\\p{L=L}", "\\p{ASCII=Y}", "\\p{gc=Greek}", "\\p{ L}",
                    "\\p{General_Category}", "\\p{Block=Basic_Latin}", "\\P{RGI_Emoji}", "[\\p]",
                    "\\p{InAdlam}", "\\p{Grapheme_Link}"});
  }
  refuses("u", {"\\p{RGI_Emoji}", "[\\p{Basic_Emoji}]"});
  accepts("v", {"\\p{RGI_Emoji}", "[\\p{Basic_Emoji}\\p{Emoji_Keycap_Sequence}]"});
  refuses("v", {"[^\\p{RGI_Emoji}]", "[\\P{RGI_Emoji}]", "[^[\\p{RGI_Emoji}]]"});
}

TEST(RegExpSyntax, SetsInVMode) {
  accepts("v", {"[[a-z]&&[aeiou]]",
                "[\\w--\\d]",
                "[\\w--[a-c]--d]",
                "[a&&b&&c]",
                "[[a][b]c-d]",
                "[\\q{abc|d|}]",
                "[\\q{}]",
                "[^\\q{a|b}]",
                "[\\&\\-\\!\\#\\%\\,\\:\\;\\<\\=\\>\\@\\`\\~]",
                "[&]",
                "[!#]",
                "[a\\-b]",
                "[\\(\\)]",
                "[^[^a]]",
                "[[]]",
                "[\\q{ab}&&\\w]",
                "[^\\q{ab}&&\\w]",
                "[^\\w--\\q{ab}]",
                "[\\b]",
                "[_]",
                "[\\q{\\u{1f600}}]"});
  refuses("v", {"[a-z&&b]",   "[a&&b-c]",  "[a&&&b]", "[&&a]",   "[a&&]",   "[a--]",        "[--a]",
                "[a&&b--c]",  "[a--b&&c]", "[ab&&c]", "[a&&bc]", "[a--bc]", "[(]",          "[)]",
                "[{]",        "[}]",       "[/]",     "[-]",     "[a-]",    "[|]",          "[!!]",
                "[a##]",      "[^^^]",     "[..]",    "[``]",    "[[a]",    "[\\q{ab]",     "[\\q]",
                "[^\\q{ab}]", "[^\\q{}]",  "[z-a]",   "[\\d-z]", "[a-[b]]", "[^[\\q{ab}]]", "[^\\q{ab}--\\w]",
                "[\\q{(}]",   "\\q{a}",    "[a-",     "[a-z"});
}

TEST(RegExpSyntax, DeepAndLongPatternsAreNoTrouble) {
  const auto nested = [](const char* open, std::size_t depth, char close) {
    std::string pattern;
    for (std::size_t i = 0; i < depth; ++i) pattern += open;
    return pattern.append(depth, close);
  };
  EXPECT_FALSE(checkRegExp(nested("(?:", 1000, ')'), ""));
  const auto tooDeep = checkRegExp(nested("(?:", 200'000, ')'), "");
  ASSERT_TRUE(tooDeep);
  EXPECT_TRUE(tooDeep->message.ends_with(": Regular expression too large"));
  EXPECT_FALSE(checkRegExp(nested("[", 200'000, ']'), "v"));
  EXPECT_TRUE(checkRegExp(std::string(200'000, '['), "v"));
  EXPECT_FALSE(checkRegExp(nested("(?:(?<a>x)|", 900, ')'), ""));
  EXPECT_TRUE(checkRegExp(nested("(?:(?<a>x)|", 50'000, ')'), ""));
  std::string alternatives;
  for (int i = 0; i < 50'000; ++i) alternatives += "(?<a>x)|";
  EXPECT_FALSE(checkRegExp(alternatives, ""));
}

TEST(RegExpSyntax, BrokenTextIsNoTrouble) {
  for (const char* flags : {"", "u", "v"})
    for (const char* pattern : {"\xff", "[\xf0\x9f", "\\\xf0\x9f", "(?<\xe2\x80", "[\\\xc3", "\\k<\xed\xa0"})
      checkRegExp(pattern, flags);
}

}  // namespace
}  // namespace isobox::language
