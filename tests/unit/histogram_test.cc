// Percentiles against sorted lists.
#include "isobox/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

namespace isobox {
namespace {

/// The value that nearest rank means.
double exact(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  const auto rank = std::max(1.0, std::ceil(q * static_cast<double>(values.size())));
  return values[static_cast<std::size_t>(rank) - 1];
}

void compare(const std::vector<double>& values) {
  Histogram histogram;
  for (const double value : values) histogram.record(value);
  for (const double q : {0.0, 0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const double expected = exact(values, q);
    EXPECT_NEAR(histogram.percentile(q), expected, expected / 128) << "q = " << q;
  }
}

TEST(Histogram, IsWithinOnePercentOfTheWholeRange) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> exponent(std::log(0.001), std::log(86'400'000.0));
  std::vector<double> values(20'000);
  for (auto& value : values) value = std::exp(exponent(random));
  compare(values);
}

TEST(Histogram, IsWithinOnePercentOfOrdinaryTimes) {
  std::mt19937 random(2);
  std::lognormal_distribution<double> times(3.0, 1.0);
  std::vector<double> values(5'000);
  for (auto& value : values) value = times(random);
  compare(values);
}

TEST(Histogram, EveryBoundOfABucketIsWithinOnePercent) {
  for (double value = 0.001; value < 86'400'000; value *= 1.003)
    for (const double near : {value, std::nextafter(value, 0.0), std::exp2(std::round(std::log2(value)))}) {
      Histogram histogram;
      histogram.record(0.001);
      histogram.record(near);
      histogram.record(86'400'000);
      const double inRange = std::clamp(near, 0.001, 86'400'000.0);
      ASSERT_NEAR(histogram.percentile(0.5), inRange, inRange * 0.01);
    }
}

TEST(Histogram, EndsAreExact) {
  Histogram histogram;
  for (const double value : {5.1, 3.3, 9.7}) histogram.record(value);
  EXPECT_EQ(histogram.count(), 3u);
  EXPECT_EQ(histogram.percentile(0), 3.3);
  EXPECT_EQ(histogram.percentile(1), 9.7);
  EXPECT_EQ(histogram.min(), 3.3);
  EXPECT_EQ(histogram.max(), 9.7);
}

TEST(Histogram, NothingIsZero) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0u);
  EXPECT_EQ(histogram.percentile(0.5), 0);
  EXPECT_EQ(histogram.min(), 0);
  EXPECT_EQ(histogram.max(), 0);
  EXPECT_THROW(histogram.valueAtRank(0), std::out_of_range);
  EXPECT_THROW(histogram.valueAtRank(1), std::out_of_range);
}

TEST(Histogram, WhatIsOutsideCountsAsTheBound) {
  Histogram histogram;
  for (const double value : {-1.0, 0.0, std::numeric_limits<double>::infinity()}) histogram.record(value);
  EXPECT_EQ(histogram.percentile(0.5), 0.001);
  EXPECT_EQ(histogram.max(), 86'400'000.0);
  EXPECT_THROW(histogram.record(std::nan("")), std::invalid_argument);
  EXPECT_EQ(histogram.count(), 3u);
}

TEST(Histogram, MergedIsAsIfRecordedInOne) {
  Histogram all, even, odd;
  for (int i = 1; i <= 1000; ++i) {
    all.record(i);
    (i % 2 == 0 ? even : odd).record(i);
  }
  odd.merge(even);
  odd.merge(Histogram());
  EXPECT_EQ(odd.count(), all.count());
  for (const double q : {0.0, 0.25, 0.5, 0.99, 1.0}) EXPECT_EQ(odd.percentile(q), all.percentile(q));
  Histogram empty;
  empty.merge(all);
  EXPECT_EQ(empty.percentile(0.9), all.percentile(0.9));
  EXPECT_EQ(empty.min(), 1);
  all.merge(all);
  EXPECT_EQ(all.count(), 2000u);
  EXPECT_EQ(all.percentile(0.5), empty.percentile(0.5));
  EXPECT_THROW(all.merge(Histogram(1, 10)), std::invalid_argument);
}

TEST(Histogram, ForgetsEverything) {
  Histogram histogram;
  histogram.record(5);
  histogram.reset();
  EXPECT_EQ(histogram.count(), 0u);
  histogram.record(70);
  EXPECT_EQ(histogram.percentile(0.5), 70);
  EXPECT_EQ(histogram.min(), 70);
}

TEST(Histogram, QuestionsAndRangesThatMakeNoSense) {
  Histogram histogram;
  for (const double q : {-0.1, 1.1, std::nan("")})
    EXPECT_THROW(histogram.percentile(q), std::invalid_argument);
  EXPECT_THROW(Histogram(0, 1), std::invalid_argument);
  EXPECT_THROW(Histogram(2, 1), std::invalid_argument);
  EXPECT_THROW(Histogram(1, std::numeric_limits<double>::infinity()), std::invalid_argument);
}

}  // namespace
}  // namespace isobox
