// The bounded byte reader: every read past the end is seen, none is made.
#include "ipc/base/bytes.h"

#include <gtest/gtest.h>

#include <array>

namespace isobox {
namespace {

TEST(Bytes, FieldsComeBackInOrder) {
  ByteWriter writer;
  writer.put(std::uint8_t{0xff})
      .put(std::int16_t{-2})
      .put(std::uint32_t{0xdeadbeef})
      .put(std::int64_t{INT64_MIN});
  writer.putString("a\0b").putString("").putString(std::string(300, 'x'));
  ByteReader reader(writer.bytes());
  EXPECT_EQ(reader.get<std::uint8_t>(), 0xff);
  EXPECT_EQ(reader.get<std::int16_t>(), -2);
  EXPECT_EQ(reader.get<std::uint32_t>(), 0xdeadbeef);
  EXPECT_EQ(reader.get<std::int64_t>(), INT64_MIN);
  EXPECT_EQ(reader.getString(), "a");
  EXPECT_EQ(reader.getString(), "");
  EXPECT_EQ(reader.getString(), std::string(300, 'x'));
  EXPECT_TRUE(reader.complete());
}

TEST(Bytes, AreLittleEndian) {
  ByteWriter writer;
  writer.put(std::uint32_t{0x04030201});
  EXPECT_EQ(writer.bytes(), "\x01\x02\x03\x04");
}

TEST(Bytes, StringsAreViewsIntoTheInput) {
  ByteWriter writer;
  writer.putString("hello");
  ByteReader reader(writer.bytes());
  EXPECT_EQ(static_cast<const void*>(reader.getString().data()), writer.bytes().data() + 4);
}

TEST(Bytes, AReadPastTheEndMakesTheReaderBadForGood) {
  const std::string bytes("\x01\x00\x00", 3);
  ByteReader reader(bytes);
  EXPECT_EQ(reader.get<std::uint32_t>(), 0u);
  EXPECT_FALSE(reader.good());
  EXPECT_EQ(reader.get<std::uint8_t>(), 0) << "there were bytes, but the reader is bad";
  EXPECT_EQ(reader.getString(), "");
  EXPECT_FALSE(reader.complete());
}

TEST(Bytes, LengthsAreHeldAgainstWhatIsThere) {
  for (const std::uint32_t length : {6u, 0x7fffffffu, 0xffffffffu}) {
    ByteWriter writer;
    writer.put(length);
    const std::string bytes = writer.bytes() + "12345";
    ByteReader reader(bytes);
    EXPECT_EQ(reader.getString(), "");
    EXPECT_FALSE(reader.good());
  }
}

TEST(Bytes, AFlagHasOneSpelling) {
  const std::string written = ByteWriter().putFlag(true).putFlag(false).take();
  ASSERT_EQ(written, std::string("\x01\x00", 2));
  ByteReader reader(written);
  EXPECT_TRUE(reader.getFlag());
  EXPECT_FALSE(reader.getFlag());
  EXPECT_TRUE(reader.complete());
  for (int byte = 2; byte < 256; ++byte) {
    const std::string other(1, static_cast<char>(byte));
    ByteReader bad(other);
    EXPECT_FALSE(bad.getFlag());
    EXPECT_FALSE(bad.good()) << byte;
  }
}

TEST(Bytes, RoomOfSomebodyElsesIsNotExceeded) {
  std::array<char, 7> room{1, 1, 1, 1, 1, 1, 1};
  FixedWriter writer({room.data(), 6});
  writer.put(std::uint8_t{7}).put(std::uint32_t{0x04030201});
  EXPECT_TRUE(writer.good());
  EXPECT_EQ(writer.bytes(), std::string_view("\x07\x01\x02\x03\x04"));
  writer.put(std::uint16_t{0xffff}).put(std::uint8_t{9});
  EXPECT_FALSE(writer.good()) << "and it stays so, though the last would have fitted";
  EXPECT_EQ(writer.bytes().size(), 5u);
  EXPECT_EQ(room[5], 1);
  EXPECT_EQ(room[6], 1);
}

TEST(Bytes, LeftoversAreNotComplete) {
  ByteReader reader("ab");
  reader.get<std::uint8_t>();
  EXPECT_TRUE(reader.good());
  EXPECT_FALSE(reader.complete());
  EXPECT_TRUE(ByteReader("").complete());
}

}  // namespace
}  // namespace isobox
