// Limits, their ceilings, and quantities as text.
#include "policy/limits.h"

#include <gtest/gtest.h>

#include "policy/units_text.h"

namespace isobox::policy {
namespace {

TEST(Limits, DefaultsAndCeilingsNest) {
  EXPECT_TRUE(checkWithin(Limits{}, kDefaultCeiling));
  EXPECT_TRUE(checkWithin(kDefaultCeiling, kHardCeiling));
  EXPECT_TRUE(checkWithin(kHardCeiling, kHardCeiling));
}

template <class Field>
std::string complaint(Field Limits::*field, Field value) {
  Limits limits;
  limits.*field = value;
  const auto checked = checkWithin(limits, kDefaultCeiling);
  return checked ? "" : checked.error().describe();
}

TEST(Limits, EachIsHeldAgainstItsRange) {
  EXPECT_EQ(complaint(&Limits::wall, Milliseconds(0)), "wall: 0ms is not between 1ms and 5min");
  EXPECT_EQ(complaint(&Limits::wall, Milliseconds(-5)), "wall: -5ms is not between 1ms and 5min");
  EXPECT_EQ(complaint(&Limits::wall, Milliseconds(300'000)), "");
  EXPECT_EQ(complaint(&Limits::wall, Milliseconds(300'001)), "wall: 300001ms is not between 1ms and 5min");
  EXPECT_EQ(complaint(&Limits::cpu, Milliseconds(0)), "cpu: 0ms is not between 1ms and 5min");
  EXPECT_EQ(complaint(&Limits::memory, 1_MiB), "memory: 1MiB is not between 2MiB and 512MiB");
  EXPECT_EQ(complaint(&Limits::memory, kMinimumMemory), "");
  EXPECT_EQ(complaint(&Limits::memory, 1024_MiB), "memory: 1GiB is not between 2MiB and 512MiB");
  EXPECT_EQ(complaint(&Limits::source, 0_B), "source: 0B is not between 1B and 16MiB");
  EXPECT_EQ(complaint(&Limits::input, 33_MiB), "input: 33MiB is not between 0B and 32MiB");
  EXPECT_EQ(complaint(&Limits::console, 0_B), "");
  EXPECT_EQ(complaint(&Limits::console, 17_MiB), "console: 17MiB is not between 0B and 16MiB");
  EXPECT_EQ(complaint(&Limits::value, 65_MiB), "value: 65MiB is not between 0B and 64MiB");
  EXPECT_EQ(complaint(&Limits::valueDepth, 1001u), "valueDepth: 1001 is not between 0 and 340");
}

TEST(Limits, TheHardLimitHoldsBudgetOverheadAndFrames) {
  Limits limits;
  EXPECT_EQ(hardMemoryLimit(limits),
            limits.memory + kMemoryOverhead + limits.source + limits.input + limits.value);
  EXPECT_GT(hardMemoryLimit(kHardCeiling), kHardCeiling.memory);
}

TEST(Durations, AreRead) {
  EXPECT_EQ(parseDuration("500ms").value(), Milliseconds(500));
  EXPECT_EQ(parseDuration("250").value(), Milliseconds(250));
  EXPECT_EQ(parseDuration("30s").value(), Milliseconds(30'000));
  EXPECT_EQ(parseDuration("1.5s").value(), Milliseconds(1500));
  EXPECT_EQ(parseDuration("0.001s").value(), Milliseconds(1));
  EXPECT_EQ(parseDuration("5min").value(), Milliseconds(300'000));
  EXPECT_EQ(parseDuration("2h").value(), Milliseconds(7'200'000));
  EXPECT_EQ(parseDuration("0").value(), Milliseconds(0));
}

TEST(Durations, AreRefusedWithASentence) {
  for (const char* text :
       {"", "s", "-1s", "+1s", " 1s", "1 s", "1s ", "1m", "1S", "1e3ms", "0x10", "1,5s", "nan", "inf"})
    EXPECT_FALSE(parseDuration(text)) << text;
  EXPECT_EQ(parseDuration("5 minutes").error().describe(),
            "read a duration: \"5 minutes\" is not a duration such as 500ms, 30s, 5min or 2h");
  EXPECT_EQ(parseDuration("0.5ms").error().describe(),
            "read a duration: \"0.5ms\" is not a whole number of milliseconds");
  EXPECT_FALSE(parseDuration("9007199254740993h"));
  EXPECT_FALSE(parseDuration(std::string(400, '9')));
}

TEST(Sizes, AreRead) {
  EXPECT_EQ(parseSize("65536").value(), Bytes{65536});
  EXPECT_EQ(parseSize("0").value(), Bytes{0});
  EXPECT_EQ(parseSize("1B").value(), Bytes{1});
  EXPECT_EQ(parseSize("512KiB").value(), 512_KiB);
  EXPECT_EQ(parseSize("64MiB").value(), 64_MiB);
  EXPECT_EQ(parseSize("1.5GiB").value(), 1536_MiB);
}

TEST(Sizes, WithDecimalUnitsSayWhatToWrite) {
  EXPECT_EQ(
      parseSize("64MB").error().detail,
      "\"64MB\" is not a size such as 65536, 512KiB, 64MiB or 1GiB: units are binary here; write 64MiB");
  EXPECT_NE(parseSize("1g").error().detail.find("write 1GiB"), std::string::npos);
  EXPECT_NE(parseSize("2kB").error().detail.find("write 2KiB"), std::string::npos);
  EXPECT_EQ(parseSize("2 parsecs").error().detail.find("write"), std::string::npos);
}

TEST(Sizes, AreRefused) {
  for (const char* text :
       {"", "MiB", "-1", "64 MiB", "0.5", "0.3KiB", "1e9", "64mib", "1TiB", "9007199254740993GiB"})
    EXPECT_FALSE(parseSize(text)) << text;
}

TEST(Quantities, ReadBackFromTheirText) {
  for (const std::int64_t count : {0, 1, 999, 1000, 1500, 60'000, 90'000, 3'600'000, 86'400'000}) {
    EXPECT_EQ(parseDuration(durationText(Milliseconds(count))).value(), Milliseconds(count));
    EXPECT_EQ(parseSize(sizeText(Bytes{static_cast<std::uint64_t>(count) << 7})).value().count,
              static_cast<std::uint64_t>(count) << 7);
  }
  EXPECT_EQ(durationText(Milliseconds(90'000)), "90s");
  EXPECT_EQ(sizeText(Bytes{4ull << 30}), "4GiB");
  EXPECT_EQ(sizeText(Bytes{1'000'001}), "1000001B");
}

}  // namespace
}  // namespace isobox::policy
