// Metrics of executions, and metrics of one's own with budgets.
#include "isobox/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <thread>

namespace isobox {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Ms = FractionalMilliseconds;

ExecutionMetrics execution(double duration, std::uint64_t memory = 0, std::uint32_t errors = 0) {
  ExecutionMetrics metrics;
  metrics.duration = Ms(duration);
  metrics.memory = memory;
  metrics.errorCount = errors;
  return metrics;
}

std::vector<double> durations(const std::vector<ExecutionMetrics>& history) {
  std::vector<double> list;
  for (const auto& metrics : history) list.push_back(metrics.duration.count());
  return list;
}

TEST(MetricsCollector, NothingIsZero) {
  const auto metrics = MetricsCollector().getMetrics();
  EXPECT_EQ(toJson(metrics), toJson(GlobalMetrics()));
  EXPECT_EQ(metrics.errorRate, 0);
  EXPECT_THAT(MetricsCollector().getHistory(), IsEmpty());
}

TEST(MetricsCollector, SumsUp) {
  MetricsCollector collector;
  for (int i = 1; i <= 100; ++i)
    collector.record(execution(i, static_cast<std::uint64_t>(i % 50), i <= 4 ? 2 : 0));
  const auto metrics = collector.getMetrics();
  EXPECT_EQ(metrics.executions, 100u);
  EXPECT_EQ(metrics.total, 100u);
  EXPECT_EQ(metrics.errors, 4u);
  EXPECT_EQ(metrics.errorRate, 0.04);
  EXPECT_EQ(metrics.totalDuration, Ms(5050));
  EXPECT_EQ(metrics.avgDuration, Ms(50.5));
  EXPECT_EQ(metrics.minDuration, Ms(1));
  EXPECT_EQ(metrics.maxDuration, Ms(100));
  EXPECT_EQ(metrics.peakMemory, 49u);
  EXPECT_NEAR(metrics.p50.count(), 50, 0.5);
  EXPECT_NEAR(metrics.p90.count(), 90, 0.9);
  EXPECT_NEAR(metrics.p99.count(), 99, 0.99);
}

TEST(MetricsCollector, PercentilesLieBetweenTheEnds) {
  MetricsCollector collector;
  collector.record(execution(0));
  EXPECT_EQ(collector.getMetrics().p99, Ms(0));
}

TEST(MetricsCollector, KeepsTheLast) {
  MetricsCollector collector(3);
  for (int i = 1; i <= 5; ++i) collector.record(execution(i));
  EXPECT_THAT(durations(collector.getHistory()), ElementsAre(3, 4, 5));
  EXPECT_THAT(durations(collector.getHistory(2)), ElementsAre(4, 5));
  EXPECT_THAT(durations(collector.getHistory(0)), IsEmpty());
  EXPECT_THAT(durations(collector.getHistory(99)), ElementsAre(3, 4, 5));
  EXPECT_EQ(collector.getMetrics().executions, 5u);
  MetricsCollector none(0);
  none.record(execution(1));
  EXPECT_THAT(none.getHistory(), IsEmpty());
}

TEST(MetricsCollector, KeepsAThousandByDefault) {
  MetricsCollector collector;
  for (int i = 0; i < 1500; ++i) collector.record(execution(i));
  EXPECT_EQ(collector.getHistory().size(), 1000u);
  EXPECT_EQ(collector.getHistory().front().duration, Ms(500));
}

TEST(MetricsCollector, ForgetsEverything) {
  MetricsCollector collector;
  collector.record(execution(7, 8, 1));
  collector.reset();
  EXPECT_EQ(toJson(collector.getMetrics()), toJson(GlobalMetrics()));
  EXPECT_THAT(collector.getHistory(), IsEmpty());
  collector.record(execution(9));
  EXPECT_EQ(collector.getMetrics().minDuration, Ms(9));
}

TEST(MetricsCollector, RefusesWhatCannotBe) {
  MetricsCollector collector;
  EXPECT_THROW(collector.record(execution(-1)), std::invalid_argument);
  EXPECT_THROW(collector.record(execution(std::nan(""))), std::invalid_argument);
  auto busy = execution(1);
  busy.cpuUsage = -0.5;
  EXPECT_THROW(collector.record(busy), std::invalid_argument);
  EXPECT_EQ(collector.getMetrics().executions, 0u);
}

TEST(MetricsCollector, TakesRecordsOfSeveralThreads) {
  MetricsCollector collector;
  const auto record = [&] {
    for (int i = 0; i < 2000; ++i) collector.record(execution(1));
  };
  std::thread first(record);
  std::thread second(record);
  for (int i = 0; i < 100; ++i) EXPECT_LE(collector.getHistory(10).size(), 10u);
  first.join();
  second.join();
  EXPECT_EQ(collector.getMetrics().executions, 4000u);
}

TEST(MetricsAsJson, HasTheNamesOfTheFields) {
  auto metrics = execution(1.5, 2, 1);
  metrics.cpuUsage = 0.5;
  metrics.timestamp = std::chrono::system_clock::time_point(std::chrono::milliseconds(1234));
  metrics.context = {{"id", "x"}};
  EXPECT_EQ(toJson(metrics), (boost::json::object{{"duration", 1.5},
                                                  {"memory", 2},
                                                  {"cpuUsage", 0.5},
                                                  {"errorCount", 1},
                                                  {"timestamp", 1234},
                                                  {"context", {{"id", "x"}}}}));
}

TEST(PerformanceMetrics, KnowsEachMetric) {
  PerformanceMetrics perf;
  EXPECT_EQ(perf.getMetricStats("duration"), std::nullopt);
  for (const double value : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0})
    perf.recordMetric("duration", value, "ms");
  const auto stats = perf.getMetricStats("duration").value();
  EXPECT_EQ(stats.count, 8u);
  EXPECT_EQ(stats.min, 2);
  EXPECT_EQ(stats.max, 9);
  EXPECT_DOUBLE_EQ(stats.mean, 5);
  EXPECT_DOUBLE_EQ(stats.stddev, std::sqrt(32.0 / 7));
  EXPECT_NEAR(stats.p50, 4, 0.04);
  EXPECT_NEAR(stats.p90, 9, 0.09);
  EXPECT_EQ(stats.p99, 9);
  EXPECT_EQ(stats.unit, "ms");
}

TEST(PerformanceMetrics, ValuesMayBeNegativeZeroAndSingle) {
  PerformanceMetrics perf;
  for (const double value : {-40.0, -30.0, -20.0, 0.0, 0.0, 10.0}) perf.recordMetric("delta", value, "C");
  const auto stats = perf.getMetricStats("delta").value();
  EXPECT_NEAR(stats.p50, -20, 0.2);
  EXPECT_EQ(stats.p99, 10);
  perf.recordMetric("delta", 0, "C");
  EXPECT_EQ(perf.getMetricStats("delta")->p50, 0);
  perf.recordMetric("one", 3, "");
  EXPECT_EQ(perf.getMetricStats("one")->stddev, 0);
  EXPECT_EQ(perf.getMetricStats("one")->p50, 3);
}

TEST(PerformanceMetrics, UnitsDoNotChange) {
  PerformanceMetrics perf({.executionTime = Ms(5), .memory = 100, .metrics = {}});
  perf.recordMetric("x", 1, "ms");
  EXPECT_THROW(perf.recordMetric("x", 1, "s"), std::invalid_argument);
  EXPECT_THROW(perf.recordMetric("duration", 1, "s"), std::invalid_argument);
  EXPECT_THROW(perf.recordMetric("memory", 1, "MiB"), std::invalid_argument);
  EXPECT_THROW(perf.recordMetric("x", INFINITY, "ms"), std::invalid_argument);
  EXPECT_EQ(perf.getMetricStats("memory"), std::nullopt);
  EXPECT_EQ(perf.getMetricStats("x")->count, 1u);
}

TEST(PerformanceMetrics, BudgetsAreExceededByTheWorstValue) {
  PerformanceMetrics perf(
      {.executionTime = Ms(50'000), .memory = 1000, .metrics = {{"requests", 3}, {"unused", 0}}});
  perf.recordMetric("duration", 50'000, "ms");
  perf.recordMetric("memory", 1000, "bytes");
  perf.recordMetric("requests", 3, "1");
  EXPECT_THAT(perf.exceeded(), IsEmpty());
  perf.recordMetric("duration", 60'000, "ms");
  perf.recordMetric("duration", 1, "ms");
  perf.recordMetric("requests", 9, "1");
  EXPECT_THAT(perf.exceeded(), ElementsAre(ExceededBudget{"duration", 50'000, 60'000, "ms"},
                                           ExceededBudget{"requests", 3, 9, "1"}));
}

TEST(PerformanceMetrics, TheStopWatchRunsFromStartToStop) {
  PerformanceMetrics perf({.executionTime = Ms(0), .memory = {}, .metrics = {}});
  EXPECT_EQ(perf.elapsed(), Ms(0));
  EXPECT_THAT(perf.exceeded(), IsEmpty());
  perf.start();
  while (perf.elapsed() == Ms(0)) std::this_thread::yield();
  perf.stop();
  const auto stopped = perf.elapsed();
  EXPECT_GT(stopped, Ms(0));
  perf.stop();
  EXPECT_EQ(perf.elapsed(), stopped);
  EXPECT_THAT(perf.exceeded(), ElementsAre(ExceededBudget{"elapsed", 0, stopped.count(), "ms"}));
}

TEST(PerformanceMetrics, BudgetsThatMakeNoSenseAreNamed) {
  try {
    PerformanceMetrics perf({.executionTime = {}, .memory = {}, .metrics = {{"x", -1}}});
    FAIL() << "nothing was thrown";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "PerformanceBudgets.metrics.x: -1.000000 is not 0 or above");
  }
  EXPECT_THROW(PerformanceMetrics({.executionTime = Ms(NAN), .memory = {}, .metrics = {}}),
               std::invalid_argument);
}

}  // namespace
}  // namespace isobox
