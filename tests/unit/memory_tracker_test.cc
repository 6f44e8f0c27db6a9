// Memory over time: the statistics against numbers worked out by hand, leaks and what only looks like one.
#include "isobox/memory_tracker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <functional>
#include <future>
#include <memory>
#include <random>
#include <stdexcept>

#include "ipc/client/trend.h"

namespace isobox {
namespace {

using namespace std::chrono_literals;

constexpr double kMiB = 1024 * 1024;

/// A tracker that was given `count` samples, a second apart.
std::unique_ptr<MemoryTracker> tracked(int count, const std::function<double(int)>& bytesAt) {
  auto tracker = std::make_unique<MemoryTracker>(100ms);
  for (int i = 0; i < count; ++i)
    tracker->addSample(MemoryTracker::Clock::time_point(1s * i), static_cast<std::uint64_t>(bytesAt(i)));
  return tracker;
}

TEST(Trend, MannKendallOfAllRising) {
  const auto test = detail::mannKendall({1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  EXPECT_EQ(test.s, 45);
  EXPECT_DOUBLE_EQ(test.variance, 125);  // 10 · 9 · 25 / 18
  EXPECT_DOUBLE_EQ(test.z, 44 / std::sqrt(125.0));
}

TEST(Trend, MannKendallWithTies) {
  const auto test = detail::mannKendall({1, 1, 2, 2, 2, 3});
  EXPECT_EQ(test.s, 11);                                    // 15 pairs, 4 of them equal
  EXPECT_DOUBLE_EQ(test.variance, (510.0 - 18 - 66) / 18);  // 6·5·17, 2·1·9, 3·2·11
}

TEST(Trend, MannKendallOfNoTrend) {
  EXPECT_EQ(detail::mannKendall({3, 3, 3, 3}).z, 0);
  EXPECT_EQ(detail::mannKendall({}).z, 0);
  EXPECT_EQ(detail::mannKendall({3, 2, 1}).s, -3);
  EXPECT_LT(detail::mannKendall({3, 2, 1}).z, 0);
}

TEST(Trend, TheilSenIsNotTurnedByOneOutlier) {
  EXPECT_DOUBLE_EQ(detail::theilSenSlope({{0, 1}, {1, 3}, {2, 5}, {3, 7}, {4, 9}}), 2);
  EXPECT_DOUBLE_EQ(detail::theilSenSlope({{0, 1}, {1, 3}, {2, 500}, {3, 7}, {4, 9}}), 2);
  EXPECT_DOUBLE_EQ(detail::theilSenSlope({{0, 4}, {0.5, 3}}), -2);
  EXPECT_EQ(detail::theilSenSlope({{0, 4}}), 0);
  EXPECT_EQ(detail::theilSenSlope({}), 0);
}

TEST(Trend, MedianOfOddAndEvenNumbers) {
  EXPECT_EQ(detail::median({}), 0);
  EXPECT_EQ(detail::median({5, 1, 3}), 3);
  EXPECT_EQ(detail::median({4, 1, 3, 2}), 2.5);
}

TEST(MemoryTracker, SumsUp) {
  const auto tracker = tracked(5, [](int i) { return 100 + 10 * i; });
  const auto stats = tracker->getStats();
  EXPECT_EQ(stats.samples, 5u);
  EXPECT_EQ(stats.min, 100u);
  EXPECT_EQ(stats.max, 140u);
  EXPECT_DOUBLE_EQ(stats.mean, 120);
  EXPECT_EQ(stats.current, 140u);
  EXPECT_DOUBLE_EQ(stats.slopeBytesPerSecond, 10);
}

TEST(MemoryTracker, NothingIsZero) {
  const MemoryTracker tracker(100ms);
  EXPECT_EQ(tracker.getStats().samples, 0u);
  EXPECT_EQ(tracker.getStats().slopeBytesPerSecond, 0);
  EXPECT_FALSE(tracker.detectLeak());
}

TEST(MemoryTracker, SteadyGrowthUnderNoiseIsALeak) {
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0, 2 * kMiB);
  EXPECT_TRUE(tracked(100, [&](int i) { return 64 * kMiB + i * 0.2 * kMiB + noise(random); })->detectLeak());
}

TEST(MemoryTracker, NoiseAloneIsNoLeak) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> noise(0, 2 * kMiB);
    EXPECT_FALSE(tracked(100, [&](int) { return 64 * kMiB + noise(random); })->detectLeak()) << seed;
  }
}

TEST(MemoryTracker, TheSawtoothOfACollectorIsNoLeak) {
  EXPECT_FALSE(tracked(100, [](int i) { return 64 * kMiB + (i % 10) * 8 * kMiB; })->detectLeak());
  EXPECT_FALSE(tracked(97, [](int i) { return 64 * kMiB + (i % 10) * 8 * kMiB; })->detectLeak());
}

TEST(MemoryTracker, ASawtoothThatClimbsIsALeak) {
  EXPECT_TRUE(
      tracked(200, [](int i) { return 64 * kMiB + (i % 10) * 2 * kMiB + i * 0.5 * kMiB; })->detectLeak());
}

TEST(MemoryTracker, ConstantAndFallingAreNoLeaks) {
  EXPECT_FALSE(tracked(50, [](int) { return 64 * kMiB; })->detectLeak());
  EXPECT_FALSE(tracked(50, [](int i) { return 64 * kMiB - i * kMiB; })->detectLeak());
  EXPECT_FALSE(tracked(50, [](int) { return 0; })->detectLeak());
}

TEST(MemoryTracker, GrowthMustBeFivePercentOfTheMedian) {
  const auto growing = [](double share) {
    return tracked(100, [=](int i) { return 64 * kMiB * (1 + share * i / 99); })->detectLeak();
  };
  EXPECT_FALSE(growing(0.04));
  EXPECT_TRUE(growing(0.06));
}

TEST(MemoryTracker, TenSamplesAreNeeded) {
  EXPECT_FALSE(tracked(9, [](int i) { return (i + 1) * kMiB; })->detectLeak());
  EXPECT_TRUE(tracked(10, [](int i) { return (i + 1) * kMiB; })->detectLeak());
}

TEST(MemoryTracker, LongTimesAreThinnedNotForgotten) {
  const auto tracker = tracked(50'000, [](int i) { return 1000.0 + i; });
  const auto stats = tracker->getStats();
  EXPECT_EQ(stats.samples, 50'000u);
  EXPECT_EQ(stats.min, 1000u);
  EXPECT_EQ(stats.max, 50'999u);
  EXPECT_NEAR(stats.slopeBytesPerSecond, 1, 1e-9);
  EXPECT_TRUE(tracker->detectLeak());
}

TEST(MemoryTracker, TimeDoesNotStandStill) {
  MemoryTracker tracker(100ms);
  tracker.addSample(MemoryTracker::Clock::time_point(1s), 1);
  EXPECT_THROW(tracker.addSample(MemoryTracker::Clock::time_point(1s), 2), std::invalid_argument);
  tracker.reset();
  tracker.addSample(MemoryTracker::Clock::time_point(1s), 2);
  EXPECT_EQ(tracker.getStats().min, 2u);
}

TEST(MemoryTracker, OptionsThatMakeNoSense) {
  EXPECT_THROW(MemoryTracker(0ms), std::invalid_argument);
  EXPECT_THROW(MemoryTracker(std::chrono::milliseconds::max()), std::invalid_argument);
  EXPECT_THROW(MemoryTracker(1ms, nullptr), std::invalid_argument);
}

TEST(MemoryTracker, SamplesInAThreadOfItsOwn) {
  std::promise<void> third;
  std::atomic<std::uint64_t> calls = 0;
  MemoryTracker tracker(1ms, [&] {
    const auto call = ++calls;
    if (call == 3) third.set_value();
    return call;
  });
  tracker.start();
  tracker.start();
  third.get_future().wait();
  tracker.stop();
  tracker.stop();
  const auto stopped = calls.load();
  EXPECT_EQ(tracker.getStats().samples, stopped);
  EXPECT_EQ(tracker.getStats().max, stopped);
  EXPECT_EQ(tracker.getStats().min, 1u);
}

TEST(MemoryTracker, StopsWithoutWaitingForTheIntervalButNotWithoutASample) {
  MemoryTracker tracker(24h, [] { return 1; });
  for (std::uint64_t runs = 1; runs <= 50; ++runs) {
    tracker.start();
    tracker.stop();
    EXPECT_EQ(tracker.getStats().samples, runs);
  }
}

TEST(MemoryTracker, WhatTheSourceThrowsComesFromStop) {
  std::promise<void> called;
  MemoryTracker tracker(1ms, [&]() -> std::uint64_t {
    called.set_value();
    throw std::runtime_error("no such file");
  });
  tracker.start();
  called.get_future().wait();
  EXPECT_THROW(tracker.stop(), std::runtime_error);
  EXPECT_NO_THROW(tracker.stop());
}

TEST(MemoryTracker, KnowsTheMemoryOfThisProcess) {
  EXPECT_GT(residentMemory(), 64u * 1024);
}

}  // namespace
}  // namespace isobox
