// Control messages: every kind there and back, cut at every byte.
#include "ipc/control.h"

#include <gtest/gtest.h>

namespace isobox::ipc {
namespace {

template <class Message>
Message roundTrip(const Message& message) {
  const auto bytes = encodeControl(message);
  const auto read = parseControl(bytes);
  EXPECT_TRUE(read && std::holds_alternative<Message>(*read));
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(parseControl(std::string_view(bytes).substr(0, length))) << "cut to " << length;
  EXPECT_FALSE(parseControl(bytes + '\0'));
  return std::get<Message>(*read);
}

TEST(Control, EmptyMessages) {
  roundTrip(BeginLaunch{});
  roundTrip(Launched{});
}

TEST(Control, Failures) {
  const auto launch = roundTrip(LaunchFailed{"pivot root", 22, "to /new"});
  EXPECT_EQ(launch.step, "pivot root");
  EXPECT_EQ(launch.code, 22);
  EXPECT_EQ(launch.detail, "to /new");
  const auto spawn = roundTrip(SpawnFailed{~0ull, "clone3", -11});
  EXPECT_EQ(spawn.runner, ~0ull);
  EXPECT_EQ(spawn.step, "clone3");
  EXPECT_EQ(spawn.code, -11);
}

TEST(Control, Readiness) {
  const auto ready = roundTrip(ZygoteReady{{{"root", "empty, read-only"}, {"", ""}}});
  ASSERT_EQ(ready.facts.size(), 2u);
  EXPECT_EQ(ready.facts[0], (std::pair<std::string, std::string>("root", "empty, read-only")));
  EXPECT_TRUE(roundTrip(ZygoteReady{}).facts.empty());
}

TEST(Control, Filters) { EXPECT_EQ(roundTrip(FilterLoaded{0x7fff'ffff'f000}).setupPage, 0x7fff'ffff'f000u); }

TEST(Control, Runners) {
  for (const SpawnWish wish : {SpawnWish{false, false}, SpawnWish{true, false}, SpawnWish{false, true}}) {
    const auto got = roundTrip(SpawnOrder{7, 1, 2, wish}).wish;
    EXPECT_EQ(got.awaited, wish.awaited);
    EXPECT_EQ(got.brief, wish.brief);
  }
  const auto order = roundTrip(SpawnOrder{7, 100'001, 100'002, {}});
  EXPECT_EQ(order.runner, 7u);
  EXPECT_EQ(order.uid, 100'001u);
  EXPECT_EQ(order.gid, 100'002u);
  EXPECT_EQ(roundTrip(Spawned{9}).runner, 9u);
  const auto exited = roundTrip(Exited{9, 2, 31, 1, 2, 1ull << 40});
  EXPECT_EQ(exited.runner, 9u);
  EXPECT_EQ(exited.code, 2);
  EXPECT_EQ(exited.status, 31);
  EXPECT_EQ(exited.userMicros, 1u);
  EXPECT_EQ(exited.systemMicros, 2u);
  EXPECT_EQ(exited.maxResidentBytes, 1ull << 40);
}

TEST(Control, TheSameBytesWithoutMemory) {
  ControlRoom room;
  const Spawned spawned{~0ull};
  EXPECT_EQ(encodeControl(spawned, room), encodeControl(ControlMessage(spawned)));
  const Exited exited{9, 2, 31, ~0ull, 2, 1ull << 40};
  EXPECT_EQ(encodeControl(exited, room), encodeControl(ControlMessage(exited)));
  EXPECT_LE(encodeControl(ControlMessage(SpawnOrder{~0ull, 1, 2, {true, true}})).size(), room.size());
}

TEST(Control, Files) {
  EXPECT_EQ(roundTrip(FileWanted{"lib/é.js"}).path, "lib/é.js");
  const auto given = roundTrip(FileGiven{true, 1ull << 40});
  EXPECT_TRUE(given.found);
  EXPECT_EQ(given.size, 1ull << 40);
  EXPECT_FALSE(roundTrip(FileGiven{false, 0}).found);
  // Neither found nor not found.
  EXPECT_FALSE(parseControl(std::string("\x0a\x31\0\0\xa3\x0c\0\0\0\n", 10)));
}

TEST(Control, UnknownTagsAndHugeCountsAreRefused) {
  EXPECT_FALSE(parseControl(""));
  for (int tag = static_cast<int>(std::variant_size_v<ControlMessage>); tag < 256; ++tag)
    EXPECT_FALSE(parseControl(std::string(1, static_cast<char>(tag))));
  // A list that claims 2^32 - 1 entries costs nothing.
  EXPECT_FALSE(parseControl(std::string("\x03\xff\xff\xff\xff", 5)));
}

}  // namespace
}  // namespace isobox::ipc
