// Regular expressions: what matches where, and what hostile patterns and texts cost. Expected results were
// compared with Node.js.
#include "runner/regexp/regexp.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/support/regexp_host.h"

namespace isobox::regexp {
namespace {

/// A compiled pattern and the memory of its matches.
class Expression {
 public:
  Expression(const LimitedHost& host, std::string_view pattern, std::string_view flags) : host_(host) {
    std::uint32_t bits = 0;
    sticky_ = flags.find('y') != std::string_view::npos;
    outcome = isobox_regexp_flags_of(flags.data(), flags.size(), &bits)
                  ? isobox_regexp_compile(host_.get(), pattern.data(), pattern.size(), bits, &compiled)
                  : ISOBOX_REGEXP_WRONG;
  }
  ~Expression() {
    host_.get()->release(host_.get()->self, compiled.program);
    host_.get()->release(host_.get()->self, scratch_.memory);
  }
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;

  isobox_regexp_outcome match(std::string_view text, std::size_t from = 0) {
    return isobox_regexp_match(host_.get(), &scratch_, compiled.program, text.data(), text.size(), from,
                               sticky_);
  }
  /// Begin and end of each capture in bytes, "-" for one that took no part; "none" without a match.
  std::string found(std::string_view text, std::size_t from = 0) {
    const auto result = match(text, from);
    if (result != ISOBOX_REGEXP_MATCH) return result == ISOBOX_REGEXP_NO_MATCH ? "none" : "given up";
    const auto* registers = static_cast<const std::uint32_t*>(scratch_.memory);
    std::string out;
    for (std::uint32_t i = 0; i < isobox_regexp_captures(compiled.program); ++i) {
      if (i > 0) out += ' ';
      out += registers[2 * i] == ISOBOX_REGEXP_UNSET
                 ? "-"
                 : std::to_string(registers[2 * i]) + "," + std::to_string(registers[2 * i + 1]);
    }
    return out;
  }

  isobox_regexp_outcome outcome;
  isobox_regexp_compiled compiled{};

 private:
  const LimitedHost& host_;
  isobox_regexp_scratch scratch_{};
  bool sticky_;
};

struct Case {
  const char *pattern, *flags, *text, *found;
};

void expectAll(std::initializer_list<Case> cases) {
  for (const Case& each : cases) {
    const LimitedHost host;
    Expression expression(host, each.pattern, each.flags);
    ASSERT_EQ(expression.outcome, ISOBOX_REGEXP_MATCH) << each.pattern << ": " << expression.compiled.message;
    EXPECT_EQ(expression.found(each.text), each.found)
        << "/" << each.pattern << "/" << each.flags << " on " << each.text;
  }
}

TEST(RegExp, CharactersAndSets) {
  expectAll({{"b", "", "abc", "1,2"},
             {"bc", "", "abbc", "2,4"},
             {"", "", "abc", "0,0"},
             {"[b-d]+", "", "abcde", "1,4"},
             {"[^a]", "", "aab", "2,3"},
             {"[]", "", "a", "none"},
             {"[^]", "", "\n", "0,1"},
             {".", "", "\n\xe2\x80\xa8x", "4,5"},
             {".", "s", "\nx", "0,1"},
             {"\\d\\w\\s", "", "a1b ", "1,4"},
             {"[\\d-x]+", "", "a1-x", "1,4"},
             {"\xc3\xa4+", "", "a\xc3\xa4\xc3\xa4", "1,5"},
             {"\\cJ\\x41\\u0042\\0", "", "\nAB", "none"},
             {"\\_\\8\\101", "", "_8A", "0,3"},
             {"a{,2}", "", "a{,2}", "0,5"},
             {"\\c", "", "\\c", "0,2"}});
}

TEST(RegExp, Quantifiers) {
  expectAll({{"a*", "", "aab", "0,2"},
             {"a*?b", "", "aab", "0,3"},
             {"a{2,3}", "", "aaaa", "0,3"},
             {"a{2,3}?", "", "aaaa", "0,2"},
             {"(?:ab){2}", "", "abab", "0,4"},
             {"(a|ab)(c|bcd)(d*)", "", "abcd", "0,4 0,1 1,4 4,4"},
             {"(z)((a+)?(b+)?(c))*", "", "zaacbbbcac", "0,10 0,1 8,10 8,9 - 9,10"},
             {"(?:a*)*", "", "b", "0,0"},
             {"(a*)*", "", "b", "0,0 -"},
             {"(?:a?)*?b", "", "aab", "0,3"},
             {"(?:a*){3}", "", "aa", "0,2"},
             {"a{0}b", "", "ab", "1,2"},
             {"x*?$", "", "xx", "0,2"},
             {"(?:){100000000}a", "", "a", "0,1"},
             {"(?:(?:a{1000}){1000}){1000}", "", "a", "none"},
             {"[^\"]*\"", "", "ab\"c", "0,3"},
             {"\\w+\\b.", "", "ab-c", "0,3"}});
}

TEST(RegExp, AlternativesAndReferences) {
  expectAll({{"a|ab", "", "ab", "0,1"},
             {"(?:foo|bar|baz)+", "", "xbarfoobaz", "1,10"},
             {"(a)|(b)", "", "b", "0,1 - 0,1"},
             {"(.)\\1", "", "abb", "1,3 1,2"},
             {"\\1(a)", "", "aa", "0,1 0,1"},
             {"(?:(a)|b)*", "", "ab", "0,2 -"},
             {"(?<x>a)\\k<x>", "", "aa", "0,2 0,1"},
             {"(?:(?<x>a)|(?<x>b))\\k<x>", "", "bb", "0,2 - 0,1"},
             {"(a\\1)", "", "aa", "0,1 0,1"},
             {"(A)\\1", "i", "aA", "0,2 0,1"}});
}

TEST(RegExp, Assertions) {
  expectAll({{"^b", "m", "a\nb", "2,3"},
             {"a$", "m", "a\nb", "0,1"},
             {"a$", "", "a\nb", "none"},
             {"\\bb\\B.", "", "ab bc", "3,5"},
             {"a(?=b)", "", "acab", "2,3"},
             {"a(?!b)", "", "abac", "2,3"},
             {"(?=(a+))a*b\\1", "", "baaabac", "3,6 3,4"},
             {"(?!(a))b", "", "ab", "1,2 -"},
             {"(?<=a)b", "", "bab", "2,3"},
             {"(?<!a)b", "", "abb", "2,3"},
             {"(?<=(\\d+)(\\d+))$", "", "1053", "4,4 0,1 1,4"},
             {"(?<=\\1(a))b", "", "aab", "2,3 1,2"},
             {"(?<=^(\\w+))c", "", "abc", "2,3 0,2"},
             {"(?<=a{2,3}?)b", "", "aab", "2,3"},
             {"(?<=([abc]+)([abc]+))$", "", "abc", "3,3 0,1 1,3"},
             {"(?=a)*b", "", "ab", "1,2"}});
}

TEST(RegExp, CaseAndUnicode) {
  expectAll({{"k", "i", "\xe2\x84\xaa", "none"},  // the Kelvin sign
             {"k", "iu", "\xe2\x84\xaa", "0,3"},
             {"\xc3\x9f", "i", "\xe1\xba\x9e", "none"},  // sharp s
             {"\xc3\x9f", "iu", "\xe1\xba\x9e", "0,3"},
             {"\\W", "iu", "s", "none"},
             {"[^\\W]", "iu", "\xc5\xbf", "0,2"},
             {"\\u{1f600}", "u", "\xed\xa0\xbd\xed\xb8\x80", "0,6"},
             {"^.$", "u", "\xed\xa0\xbd\xed\xb8\x80", "0,6"},
             {"^.$", "", "\xed\xa0\xbd\xed\xb8\x80", "none"},
             {"\\ud83d", "", "\xed\xa0\xbd\xed\xb8\x80", "0,3"},
             {"\\ud83d", "u", "\xed\xa0\xbd\xed\xb8\x80", "none"},
             {"\\ude00", "u", "\xed\xa0\xbd\xed\xb8\x80", "none"},
             {"[^x]", "u", "\xed\xa0\xbd\xed\xb8\x80", "0,6"},
             {"(?<=\\u{1f600})x", "u", "\xed\xa0\xbd\xed\xb8\x80x", "6,7"},
             {"\\p{Script=Greek}+", "u", "a\xce\xb1\xce\xb2", "1,5"},
             {"\\p{Lu}", "u", "aB", "1,2"},
             {"\\P{L}", "u", "a1", "1,2"},
             {"\\u{10400}", "iu", "\xed\xa0\x81\xed\xb0\xa8", "0,6"}});
}

TEST(RegExp, SetsOfStrings) {
  expectAll(
      {{"[[a-z]&&[aeiou]]+", "v", "bcae", "2,4"},
       {"[\\w--\\d]+", "v", "12ab", "2,4"},
       {"[\\q{abc|a|}x]", "v", "abc", "0,3"},
       {"[\\q{abc|a|}x]", "v", "zb", "0,0"},
       {"^\\p{Emoji_Keycap_Sequence}$", "v", "1\xef\xb8\x8f\xe2\x83\xa3", "0,7"},
       {"^\\p{RGI_Emoji}$", "v", "\xed\xa0\xbd\xed\xb1\xa8\xe2\x80\x8d\xed\xa0\xbd\xed\xb2\xbb", "0,15"},
       {"[^\\p{Lu}]", "iv", "a1", "1,2"},
       {"(?<=[\\q{ab}c])d", "v", "abd", "2,3"}});
}

TEST(RegExp, SearchesFromAPlaceAndSticks) {
  const LimitedHost host;
  Expression search(host, "a", ""), sticky(host, "a", "y"), line(host, ".*b", "");
  EXPECT_EQ(search.found("aba", 1), "2,3");
  EXPECT_EQ(sticky.found("aba", 1), "none");
  EXPECT_EQ(sticky.found("aba", 2), "2,3");
  EXPECT_EQ(search.found("aba", 3), "none");
  EXPECT_EQ(line.found("aaa\ncb", 0), "4,6");
}

TEST(RegExp, Names) {
  const LimitedHost host;
  Expression expression(host, "(?<a>.)|(?<b>.)|(?<a>.)", "");
  ASSERT_EQ(isobox_regexp_names(expression.compiled.program), 3u);
  std::uint32_t cursor = 0, group = 0;
  std::string all;
  for (int i = 0; i < 3; ++i) {
    std::size_t length = 0;
    const char* name = isobox_regexp_next_name(expression.compiled.program, &cursor, &length, &group);
    all += std::string(name, length) + std::to_string(group) + " ";
  }
  EXPECT_EQ(all, "a1 b2 a3 ");
}

TEST(RegExp, FlagsAsText) {
  std::uint32_t flags = 0;
  char text[9];
  ASSERT_TRUE(isobox_regexp_flags_of("yvsmigd", 7, &flags));
  isobox_regexp_flags_text(flags, text);
  EXPECT_STREQ(text, "dgimsvy");
  for (const auto wrong :
       {std::string_view("gg"), std::string_view("uv"), std::string_view("x"), std::string_view("g\0", 2)})
    EXPECT_FALSE(isobox_regexp_flags_of(wrong.data(), wrong.size(), &flags)) << wrong;
}

// ---- hostile ------------------------------------------------------------------------------------

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(RegExpHostile, AnExplosionIsStopped) {
  const std::string text = repeated("x", 40);
  for (const char* pattern : {"(x+x+)+y", "(x*)*y", "(?:x|x)*y", "(?=(x+x+)+y)", "(?<=y(x+x+)+)$",
                              "(x|xx)+?y", "(?:x{1,20}){1,20}y"}) {
    const LimitedHost host(std::size_t{64} << 20, 100);
    Expression expression(host, pattern, "");
    ASSERT_EQ(expression.outcome, ISOBOX_REGEXP_MATCH) << pattern;
    EXPECT_EQ(expression.match(text), ISOBOX_REGEXP_STOPPED) << pattern;
    // The twin: the same with what it waits for.
    const LimitedHost free;
    Expression twin(free, pattern, "");
    const std::string good = std::string_view(pattern).starts_with("(?<=") ? "y" + text : text + "y";
    EXPECT_EQ(twin.match(good), ISOBOX_REGEXP_MATCH) << pattern;
  }
}

TEST(RegExpHostile, TheStackIsBounded) {
  const std::string text = repeated("ab", 4'000'000);
  const LimitedHost small(std::size_t{8} << 20, 1'000'000), large;
  Expression bounded(small, "(?:(a|ab)|(b))*c", ""), deep(large, "(?:(a|ab)|(b))*c", "");
  EXPECT_EQ(bounded.match(text), ISOBOX_REGEXP_NO_MEMORY);
  EXPECT_LE(small.peak(), std::size_t{8} << 20);
  EXPECT_EQ(deep.match(text), ISOBOX_REGEXP_STACK_TOO_DEEP);
  EXPECT_EQ(deep.match("aabc"), ISOBOX_REGEXP_MATCH);
}

TEST(RegExpHostile, LargePatterns) {
  const LimitedHost host;
  const std::string megabyte = repeated("ab", 512 << 10);
  Expression text(host, megabyte, ""), groups(host, repeated("(a)", 100'000), "");
  EXPECT_EQ(text.match("x" + megabyte), ISOBOX_REGEXP_MATCH);
  EXPECT_EQ(groups.match(repeated("a", 100'000)), ISOBOX_REGEXP_MATCH);
  EXPECT_EQ(isobox_regexp_captures(groups.compiled.program), 100'001u);
  Expression alternatives(host, repeated("a|", 500'000) + "b", ""), dots(host, repeated(".|", 100'000), "");
  EXPECT_EQ(alternatives.match("b"), ISOBOX_REGEXP_MATCH);
  EXPECT_EQ(dots.match("\n"), ISOBOX_REGEXP_MATCH);
  Expression named(host, repeated("(?<n>a)|", 10'000) + "\\k<n>", "");
  EXPECT_EQ(named.outcome, ISOBOX_REGEXP_MATCH);
}

TEST(RegExpHostile, NestingIsLimited) {
  const LimitedHost host;
  Expression good(host, repeated("(", 1000) + "a" + repeated(")", 1000), "");
  EXPECT_EQ(good.match("ba"), ISOBOX_REGEXP_MATCH);
  for (const char* open : {"(", "(?:", "(?=", "(?<=", "(?<!"}) {
    Expression bad(host, repeated(open, 100'000) + repeated(")", 100'000), "");
    ASSERT_EQ(bad.outcome, ISOBOX_REGEXP_WRONG) << open;
    EXPECT_STREQ(bad.compiled.message, "Regular expression too large");
    Expression twin(host, repeated(open, 900) + repeated(")", 900), "");
    EXPECT_EQ(twin.outcome, ISOBOX_REGEXP_MATCH) << open;
  }
  Expression sets(host, repeated("[", 100'000) + "a" + repeated("]", 100'000), "v");
  EXPECT_EQ(sets.match("a"), ISOBOX_REGEXP_MATCH);
}

TEST(RegExpHostile, CompilingIsStoppedAndBounded) {
  const std::string properties = repeated("[\\p{L}--\\p{Lu}]", 20'000);
  const LimitedHost impatient(std::size_t{1} << 30, 20), poor(std::size_t{1} << 20, 1'000'000);
  EXPECT_EQ(Expression(impatient, properties, "iv").outcome, ISOBOX_REGEXP_STOPPED);
  EXPECT_EQ(impatient.used(), 0u);
  EXPECT_EQ(Expression(poor, properties, "iv").outcome, ISOBOX_REGEXP_NO_MEMORY);
  EXPECT_EQ(poor.used(), 0u);
  EXPECT_LE(poor.peak(), std::size_t{1} << 20);
  EXPECT_EQ(Expression(poor, "[\\p{L}--\\p{Lu}]", "iv").outcome, ISOBOX_REGEXP_MATCH);
}

TEST(RegExpHostile, BytesThatAreNoText) {
  const std::string broken =
      "a\x80\xed\xa0\xff\xf4\x90\x80\x80\xe2\x80"
      "b\xc3";
  for (const char* pattern : {"b", ".*$", "[^a]+", "(?<=.)b", "\\w", "(.)\\1", "\\u{10ffff}|b|\\ufffd"})
    for (const char* flags : {"", "u", "iu", "i", "m", "v"}) {
      const LimitedHost host(std::size_t{1} << 20, 1000);
      Expression expression(host, pattern, flags);
      if (expression.outcome != ISOBOX_REGEXP_MATCH) continue;
      for (std::size_t from = 0; from <= broken.size(); ++from)
        EXPECT_NE(expression.found(broken, from), "given up") << pattern;
    }
}

}  // namespace
}  // namespace isobox::regexp
