// Quotas of tenants, with a clock of the test's: CPU time a minute, memory, and when there is more.
#include "supervisor/quotas.h"

#include <gtest/gtest.h>

namespace isobox::supervisor {
namespace {

using namespace std::chrono_literals;

class QuotasTest : public ::testing::Test {
 protected:
  void SetUp() override {
    policy.tenants["alice"].cpuPerMinute = 6000ms;  // 100 ms a second
    policy.tenants["alice"].memory = 100_MiB;
    quotas.setPolicy(policy);
  }
  std::optional<Milliseconds> wait(const std::string& tenant) {
    const auto excess = quotas.overCpu(tenant, now);
    return excess ? excess->retryAfter : std::nullopt;
  }

  policy::Policy policy;
  Quotas quotas;
  Quotas::Time now{1h};
};

TEST_F(QuotasTest, AMinutesCpuTimeIsThereAtOnceAndComesBack) {
  EXPECT_FALSE(quotas.overCpu("alice", now));
  quotas.charge("alice", 5999ms, now);
  EXPECT_FALSE(quotas.overCpu("alice", now));
  quotas.charge("alice", 1001ms, now);
  const auto excess = quotas.overCpu("alice", now);
  ASSERT_TRUE(excess);
  EXPECT_STREQ(excess->quota, "cpuPerMinute");
  EXPECT_NE(excess->message.find("6s a minute"), std::string::npos) << excess->message;
  ASSERT_TRUE(excess->retryAfter);
  EXPECT_NEAR(static_cast<double>(excess->retryAfter->count()), 10'000, 2) << "a second of debt at a tenth of a second a second";
  now += *excess->retryAfter - 5ms;
  EXPECT_TRUE(quotas.overCpu("alice", now));
  now += 5ms;
  EXPECT_FALSE(quotas.overCpu("alice", now)) << "when it was told to come back it is let in";
}

TEST_F(QuotasTest, NothingIsSavedUpBeyondAMinute) {
  quotas.charge("alice", 1ms, now);
  now += 24h;
  EXPECT_EQ(quotas.cpuLeft("alice", now), 6000ms);
}

TEST_F(QuotasTest, ManySmallChargesAreOneLargeOne) {
  for (int i = 0; i < 10'000; ++i) quotas.charge("alice", 700us, now);
  EXPECT_NEAR(static_cast<double>(wait("alice")->count()), 10'000, 2);
}

TEST_F(QuotasTest, OthersAreNotConcerned) {
  quotas.charge("alice", 1h, now);
  quotas.charge("bob", 1h, now);
  EXPECT_TRUE(quotas.overCpu("alice", now));
  EXPECT_FALSE(quotas.overCpu("bob", now)) << "no quota";
  policy.tenants["default"].cpuPerMinute = 1000ms;
  quotas.setPolicy(policy);
  EXPECT_FALSE(quotas.overCpu("bob", now));
  quotas.charge("bob", 1001ms, now);
  EXPECT_TRUE(quotas.overCpu("bob", now));
  EXPECT_FALSE(quotas.overCpu("carol", now)) << "each of the others has the default's quota for itself";
}

TEST_F(QuotasTest, ALowerQuotaCountsAtOnce) {
  policy.tenants["alice"].cpuPerMinute = 60ms;
  quotas.setPolicy(policy);
  EXPECT_EQ(quotas.cpuLeft("alice", now), 60ms);
}

TEST_F(QuotasTest, MemoryIsHeldAsLongAsTheHoldLives) {
  auto a = quotas.hold("alice", 60_MiB, now + 2s);
  EXPECT_FALSE(quotas.overMemory("alice", 40_MiB, now));
  auto b = quotas.hold("alice", 40_MiB, now + 1s);
  auto excess = quotas.overMemory("alice", 1_MiB, now);
  ASSERT_TRUE(excess);
  EXPECT_EQ(excess->retryAfter, 1000ms) << "b is due first";
  excess = quotas.overMemory("alice", 50_MiB, now);
  ASSERT_TRUE(excess);
  EXPECT_EQ(excess->retryAfter, 2000ms) << "a is needed, too";
  b = {};
  EXPECT_EQ(quotas.held("alice"), 60_MiB);
  EXPECT_FALSE(quotas.overMemory("alice", 40_MiB, now));
  auto moved = std::move(a);
  a = {};
  EXPECT_EQ(quotas.held("alice"), 60_MiB);
}

TEST_F(QuotasTest, WhatIsMoreThanTheWholeIsNeverToBeHad) {
  const auto excess = quotas.overMemory("alice", 101_MiB, now);
  ASSERT_TRUE(excess);
  EXPECT_EQ(excess->retryAfter, std::nullopt);
}

TEST_F(QuotasTest, AHoldMayOutliveThem) {
  auto own = std::make_unique<Quotas>();
  auto hold = own->hold("alice", 1_MiB, now);
  own.reset();
  hold = {};
}

TEST_F(QuotasTest, AnyNumberOfTenantsIsBounded) {
  for (int i = 0; i < 20'000; ++i) quotas.hold("uid:" + std::to_string(i), 1_MiB, now);
  EXPECT_EQ(quotas.held("uid:7"), 0_B);
}

}  // namespace
}  // namespace isobox::supervisor
