// Who has had more than its share of the processors lately. No process, no clock.
#include "supervisor/cpu_shares.h"

#include <gtest/gtest.h>

namespace isobox::supervisor {
namespace {

constexpr Milliseconds kMuch{500}, kSome{5};

class SharesTest : public ::testing::Test {
 protected:
  SharesTest() { shares.setPolicy(policy); }
  void use(const std::string& tenant, Microseconds cpu) { shares.charge(tenant, Microseconds(0), cpu, now); }
  bool above(const std::string& tenant) { return shares.above(tenant, now); }

  policy::Policy policy;
  CpuShares shares;
  Clock::time_point now{std::chrono::hours(1)};
};

TEST_F(SharesTest, WhoIsAloneIsNeverAbove) {
  EXPECT_FALSE(above("a")) << "nobody has heard of it";
  use("a", kMuch);
  EXPECT_FALSE(above("a"));
}

TEST_F(SharesTest, WhoHasHadMostOfAllIsAboveAndTheOthersAreNot) {
  use("a", kMuch);
  use("b", kSome);
  use("c", kSome);
  EXPECT_TRUE(above("a"));
  EXPECT_FALSE(above("b"));
  EXPECT_FALSE(above("c"));
}

TEST_F(SharesTest, EqualsAreNotAbove) {
  use("a", kMuch);
  use("b", kMuch + kMuch / 3);
  EXPECT_FALSE(above("a"));
  EXPECT_FALSE(above("b"));
}

TEST_F(SharesTest, WhoHasHadLittleIsNotAboveWhateverTheOthersHaveHad) {
  use("a", CpuShares::kLittle - Microseconds(1));
  use("b", Microseconds(200));
  EXPECT_FALSE(above("a"));
  use("a", Microseconds(1));
  EXPECT_TRUE(above("a"));
}

TEST_F(SharesTest, WhoHasShortProgramsOnlyIsNotAboveHoweverManyThereAre) {
  use("b", kSome);
  for (int i = 0; i < 1000; ++i) use("a", CpuShares::kShort - Microseconds(1));
  EXPECT_FALSE(above("a"));
  now += CpuShares::kHalfLife;
  EXPECT_FALSE(above("a"));
  for (int i = 0; i < 10; ++i) use("a", Milliseconds(10));
  EXPECT_TRUE(above("a")) << "among a few long ones";
}

TEST_F(SharesTest, TrivialProgramsDoNotHideALongOne) {
  use("b", kSome);
  for (int i = 0; i < 1000; ++i) use("a", Microseconds(50));
  EXPECT_FALSE(above("a"));
  use("a", Milliseconds(50));
  EXPECT_TRUE(above("a"));
}

TEST_F(SharesTest, WhatRunsIsCountedWhileItRuns) {
  use("quick", Milliseconds(25));
  use("small", Milliseconds(1));
  EXPECT_TRUE(above("quick")) << "as far as anybody knows";
  shares.charge("endless", Microseconds(0), Milliseconds(10), now);
  shares.charge("endless", Milliseconds(10), Milliseconds(200), now);
  EXPECT_FALSE(above("quick"));
  EXPECT_TRUE(above("endless"));
  // In parts or at once is the same.
  CpuShares parts, once;
  for (int used = 0; used < 240; used += 10) parts.charge("endless", Milliseconds(used), Milliseconds(used + 10), now);
  parts.charge("endless", Milliseconds(240), Milliseconds(240), now);
  once.charge("endless", Microseconds(0), Milliseconds(240), now);
  for (const int quick : {79, 81}) {
    const Milliseconds before(quick == 79 ? 0 : 79);
    for (auto* each : {&parts, &once}) {
      each->charge("quick", before, Milliseconds(quick), now);
      EXPECT_EQ(each->above("endless", now), quick == 79) << (each == &parts ? "in parts" : "at once");
    }
  }
}

TEST_F(SharesTest, EqualsAreNotAboveWheneverTheyAreLookedAt) {
  // One of four is charged a moment after the others, again and again.
  for (int second = 0; second < 10; ++second) {
    for (const char* tenant : {"a", "b", "c"}) use(tenant, Milliseconds(100));
    now += Milliseconds(2);
    use("d", Milliseconds(100));
    for (int i = 0; i < 10; ++i) {
      for (const char* tenant : {"a", "b", "c", "d"}) EXPECT_FALSE(above(tenant)) << tenant << " " << second << " " << i;
      now += Microseconds(99'800);
    }
  }
}

TEST_F(SharesTest, WeightsCount) {
  policy.tenants["a"].share = 30;
  policy.tenants["default"].share = 10;
  shares.setPolicy(policy);
  use("a", Milliseconds(700));
  use("b", Milliseconds(300));
  EXPECT_FALSE(above("a")) << "three of four parts are its own";
  EXPECT_FALSE(above("b"));
  policy.tenants.clear();
  shares.setPolicy(policy);
  use("a", Milliseconds(400));
  EXPECT_TRUE(above("a")) << "eleven of fourteen parts, and half are its own";
}

TEST_F(SharesTest, WhatWasUsedIsForgotten) {
  use("a", kMuch);
  use("b", kMuch / 50);
  EXPECT_TRUE(above("a"));
  now += CpuShares::kHalfLife;
  EXPECT_TRUE(above("a")) << "half of both";
  now += 6 * CpuShares::kHalfLife;
  EXPECT_FALSE(above("a"));
  now += std::chrono::hours(24 * 365);
  EXPECT_FALSE(above("a"));
  use("b", kMuch);
  EXPECT_FALSE(above("b")) << "the other is long gone";
}

TEST_F(SharesTest, AClockThatStandsStillOrNothingUsedChangesNothing) {
  use("a", Microseconds(0));
  use("a", Microseconds(-5));
  use("b", kMuch);
  EXPECT_FALSE(above("b")) << "the other has used nothing";
}

}  // namespace
}  // namespace isobox::supervisor
