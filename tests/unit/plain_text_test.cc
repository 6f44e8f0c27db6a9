// How far a text goes before something in it needs a closer look, against one byte at a time.
#include "ipc/base/plain_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace isobox::ipc {
namespace {

template <class Stops>
std::size_t byteByByte(std::string_view text, Stops stops) {
  std::size_t at = 0;
  while (at < text.size() && !stops(static_cast<unsigned char>(text[at]))) ++at;
  return at;
}

void compare(std::string_view text) {
  const auto isBeyond = [](unsigned char c) { return c >= 0x80; };
  const auto isNotPlain = [](unsigned char c) { return c >= 0x80 || c < 0x20 || c == '"' || c == '\\'; };
  ASSERT_EQ(asciiLength(text), byteByByte(text, isBeyond)) << ::testing::PrintToString(text);
  ASSERT_EQ(plainJsonLength(text), byteByByte(text, isNotPlain)) << ::testing::PrintToString(text);
}

TEST(PlainText, EveryByteIsFoundWhereverItIs) {
  for (std::size_t size = 0; size <= 26; ++size) {
    std::string text(size, 'a');
    compare(text);
    for (std::size_t at = 0; at < size; ++at)
      for (int byte = 0; byte < 256; ++byte) {
        text[at] = static_cast<char>(byte);
        compare(text);
        text[at] = 'a';
      }
  }
}

TEST(PlainText, TheFirstOfSeveralCounts) {
  std::mt19937 random(20261129);
  // Neighbours of what is looked for, among which a borrow would find what is not there.
  constexpr unsigned char kNear[] = {0x00, 0x01, 0x1f, 0x20, 0x21, '"', 0x23, '[', '\\', ']', 0x7f, 0x80, 0xa2, 0xdc, 0xff};
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 40, ' ');
    for (char& c : text)
      if (random() % 4 == 0) c = static_cast<char>(kNear[random() % sizeof kNear]);
    compare(text);
  }
}

TEST(PlainText, NothingBehindTheEndIsRead) {
  const std::string text = "abcdefgh\"jkl";
  EXPECT_EQ(plainJsonLength(std::string_view(text).substr(0, 8)), 8u);
  EXPECT_EQ(plainJsonLength(std::string_view(text).substr(0, 5)), 5u);
  EXPECT_EQ(asciiLength({}), 0u);
}

}  // namespace
}  // namespace isobox::ipc
