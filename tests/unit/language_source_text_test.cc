// Lines, columns and the picture of a syntax error; names and their table.
#include "runner/language/source_text.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "runner/language/atoms.h"
#include "runner/language/code_points.h"
#include "runner/language/lexer.h"

namespace isobox::language {
namespace {

std::pair<std::uint32_t, std::uint32_t> placeIn(std::string_view text, Offset offset) {
  const Place place = LineTable(text).place(offset);
  return {place.line, place.column};
}

using Pair = std::pair<std::uint32_t, std::uint32_t>;

TEST(LineTable, EveryLineEndCounts) {
  const std::string text =
      "a\nb\rc\r\nd\xe2\x80\xa8"
      "e\xe2\x80\xa9"
      "f";
  EXPECT_EQ(placeIn(text, 0), Pair(1, 1));
  EXPECT_EQ(placeIn(text, 1), Pair(1, 2));
  EXPECT_EQ(placeIn(text, 2), Pair(2, 1));
  EXPECT_EQ(placeIn(text, 4), Pair(3, 1));
  EXPECT_EQ(placeIn(text, 7), Pair(4, 1));
  EXPECT_EQ(placeIn(text, 11), Pair(5, 1));
  EXPECT_EQ(placeIn(text, 15), Pair(6, 1));
}

TEST(LineTable, ColumnsAreUtf16Units) {
  const std::string text = "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80x";
  EXPECT_EQ(placeIn(text, 2), Pair(1, 2));
  EXPECT_EQ(placeIn(text, 5), Pair(1, 3));
  EXPECT_EQ(placeIn(text, 9), Pair(1, 5));
}

TEST(LineTable, OffsetsBehindTheEndAreTheEnd) {
  EXPECT_EQ(placeIn("", 0), Pair(1, 1));
  EXPECT_EQ(placeIn("", 99), Pair(1, 1));
  EXPECT_EQ(placeIn("ab\ncd", 99), Pair(2, 3));
}

TEST(LineTable, GivesLinesWithoutTheirEnds) {
  const LineTable table("one\r\ntwo\n\nfour");
  EXPECT_EQ(table.line(1), "one");
  EXPECT_EQ(table.line(5), "two");
  EXPECT_EQ(table.line(9), "");
  EXPECT_EQ(table.line(10), "four");
  EXPECT_EQ(table.line(99), "four");
}

TEST(DescribePlace, LooksLikeNodes) {
  EXPECT_EQ(describePlace("file", "\n\nlet let = 1;\n", 6), "file:3\nlet let = 1;\n    ^\n");
  EXPECT_EQ(describePlace("file", "", 0), "file:1\n\n^\n");
  EXPECT_EQ(describePlace("file", "a(\r\n", 4), "file:2\n\n^\n");
}

TEST(DescribePlace, KeepsTabsAndCountsCharacters) {
  EXPECT_EQ(describePlace("f", "\t\xc3\xa4\xf0\x9f\x98\x80 )", 8),
            "f:1\n\t\xc3\xa4\xf0\x9f\x98\x80 )\n\t   ^\n");
}

TEST(DescribePlace, CutsLongLines) {
  const std::string text = std::string(5000, 'a') + "!" + std::string(5000, 'b');
  const std::string shown = describePlace("f", text, 5000);
  EXPECT_LT(shown.size(), 300u);
  const auto lines = shown.substr(4);
  const auto caret = lines.find('^') - lines.find('\n') - 1;
  EXPECT_EQ(lines[caret], '!');
}

TEST(DescribePlace, CutsLongLinesBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "\xf0\x9f\x98\x80";
  for (const Offset at : {0u, 400u, 2000u, 3996u, 4000u}) {
    const std::string shown = describePlace("f", text, at);
    for (std::size_t i = 0; i < shown.size();) {
      const CodePoint c = decodeUnit(shown, i);
      EXPECT_NE(c.value, 0xfffdu);
      i += c.size;
    }
  }
}

TEST(CodePoints, BrokenBytesAreNeverReadBeyondTheEnd) {
  for (const std::string text :
       {"\xf0\x9f\x98", "\xe2\x82", "\xc3", "\x80", "\xff", "\xf5\x80\x80\x80", "\xc0\x80"}) {
    const CodePoint c = decodeCodePoint(text, 0);
    EXPECT_EQ(c.value, 0xfffdu);
    EXPECT_EQ(c.size, 1u);
  }
  EXPECT_EQ(decodeCodePoint("\xed\xa0\xbd\xed\xb8\x80", 0).value, 0x1f600u);
  EXPECT_EQ(decodeCodePoint("\xed\xa0\xbd", 0).value, 0xd83du);
  EXPECT_EQ(decodeUnit("\xed\xa0\xbd\xed\xb8\x80", 0).value, 0xd83du);
}

TEST(Atoms, EqualNamesAreOne) {
  Arena arena(1 << 24);
  AtomTable atoms(arena, 42);
  std::set<const Atom*> seen;
  for (int round = 0; round < 2; ++round)
    for (int i = 0; i < 5000; ++i) {
      const std::string name = "name" + std::to_string(i);
      const Atom* atom = atoms.intern(name);
      EXPECT_EQ(atom->text, name);
      EXPECT_EQ(seen.insert(atom).second, round == 0);
    }
  EXPECT_EQ(atoms.intern("")->text, "");
  EXPECT_EQ(atoms.intern(""), atoms.intern(std::string_view()));
}

TEST(Atoms, KnowTheWords) {
  Arena arena(1 << 20);
  AtomTable atoms(arena, 1);
  EXPECT_EQ(atoms.intern("break")->keyword, static_cast<std::uint16_t>(TokenKind::Break));
  EXPECT_EQ(atoms.intern("instanceof")->keyword, static_cast<std::uint16_t>(TokenKind::InstanceOf));
  EXPECT_EQ(atoms.intern("symbol")->keyword, static_cast<std::uint16_t>(TokenKind::Symbol_));
  EXPECT_EQ(atoms.intern("constructor")->keyword, static_cast<std::uint16_t>(TokenKind::Constructor));
  for (const char* other : {"", "a", "Break", "brea", "breakk", "constructors", "x1"})
    EXPECT_EQ(atoms.intern(other)->keyword, 0) << other;
}

TEST(Atoms, HashesDifferFromSeedToSeed) {
  Arena arena(1 << 20);
  AtomTable one(arena, 1), two(arena, 2);
  EXPECT_NE(one.intern("hello")->hash, two.intern("hello")->hash);
}

}  // namespace
}  // namespace isobox::language
