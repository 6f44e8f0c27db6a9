// What executions cost, one by one and together; metrics of one's own with budgets. Used in the user's
// process.
#ifndef ISOBOX_METRICS_H
#define ISOBOX_METRICS_H

#include <boost/json/object.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "isobox/histogram.h"
#include "isobox/result.h"

namespace isobox {

/// One execution.
struct ExecutionMetrics {
  FractionalMilliseconds duration{};  // from the program's start to its end
  std::uint64_t memory = 0;           // peak, in bytes
  double cpuUsage = 0;                // CPU time by duration: 1 is one processor, all the time
  std::uint32_t errorCount = 0;       // 0 when the execution was ok
  std::chrono::system_clock::time_point timestamp;
  boost::json::object context;  // what the caller wants to know it by
};

/// All executions since the beginning or the last reset. Everything is 0 when there was none.
struct GlobalMetrics {
  std::uint64_t executions = 0;
  std::uint64_t total = 0;   // the same number
  std::uint64_t errors = 0;  // executions with an errorCount above 0
  double errorRate = 0;      // errors / executions
  FractionalMilliseconds totalDuration{};
  FractionalMilliseconds avgDuration{};
  FractionalMilliseconds minDuration{};
  FractionalMilliseconds maxDuration{};
  FractionalMilliseconds p50{};  // percentiles of duration, within 1 %, for 1 µs to 24 h
  FractionalMilliseconds p90{};
  FractionalMilliseconds p99{};
  std::uint64_t peakMemory = 0;  // the largest of all, in bytes
};

/// The same with the names of the fields; times in fractional milliseconds, timestamp in milliseconds since
/// 1970, memory in bytes.
boost::json::object toJson(const ExecutionMetrics& metrics);
boost::json::object toJson(const GlobalMetrics& metrics);

/// Sums up executions in bounded memory. All functions may be called from several threads at once.
class MetricsCollector {
 public:
  /// Keeps the last `historySize` executions for getHistory().
  explicit MetricsCollector(std::size_t historySize = 1000);

  /// Throws std::invalid_argument when duration or cpuUsage is negative or no finite number.
  void record(ExecutionMetrics metrics);

  GlobalMetrics getMetrics() const;

  /// The last `limit` executions (or as many as are kept), the most recent last.
  std::vector<ExecutionMetrics> getHistory(std::size_t limit = std::numeric_limits<std::size_t>::max()) const;

  /// Forgets everything.
  void reset();

 private:
  const std::size_t historySize_;
  mutable std::mutex mutex_;
  std::deque<ExecutionMetrics> history_;
  Histogram durations_;
  GlobalMetrics sums_;  // averages, rates and percentiles are made when asked for
};

/// What must not be exceeded.
struct PerformanceBudgets {
  std::optional<FractionalMilliseconds>
      executionTime;                      // elapsed(), and the metrics "executionTime", "duration"
  std::optional<std::uint64_t> memory;    // the metric "memory", in bytes
  std::map<std::string, double> metrics;  // any other metric, by its name and in its unit
};

/// One metric. stddev is that of a sample (n - 1); 0 for a single value.
struct MetricStats {
  std::uint64_t count = 0;
  double min = 0;
  double max = 0;
  double mean = 0;
  double stddev = 0;
  double p50 = 0;  // percentiles within 1 %; values nearer to 0 than 1e-9 count as 0, beyond ±1e18 as ±1e18
  double p90 = 0;
  double p99 = 0;
  std::string unit;
};

struct ExceededBudget {
  std::string metric;
  double budget = 0;
  double worst = 0;  // the largest value
  std::string unit;

  bool operator==(const ExceededBudget&) const = default;
};

/// A stop-watch and named metrics, held against budgets. Memory is bounded for each metric (92 KiB at most),
/// so names must not come from scripts. All functions may be called from several threads at once.
class PerformanceMetrics {
 public:
  /// Throws std::invalid_argument, naming the budget, when one is negative or no finite number.
  explicit PerformanceMetrics(PerformanceBudgets budgets = {});

  /// Starts the stop-watch, from 0. Metrics are kept.
  void start();

  /// Stops it; elapsed() stays. Nothing happens when it does not run.
  void stop();

  /// Since start(), or from start() to stop(); 0 before.
  FractionalMilliseconds elapsed() const;

  /// Throws std::invalid_argument when `value` is no finite number, when the metric was recorded in another
  /// unit before, or when its budget is in another one: "ms" for executionTime and duration, "bytes" for
  /// memory.
  void recordMetric(std::string_view name, double value, std::string_view unit);

  /// Nothing when the metric was never recorded.
  std::optional<MetricStats> getMetricStats(std::string_view name) const;

  /// The budgets that were exceeded, by name: metrics with their largest value, and "elapsed".
  std::vector<ExceededBudget> exceeded() const;

 private:
  struct Budget {
    double most = 0;
    std::string unit;  // empty: any
  };

  /// Welford's running mean and sum of squares, and a histogram for each sign.
  struct Series {
    explicit Series(std::string_view measure);
    void record(double value);
    double percentile(double q) const;
    MetricStats stats() const;

    std::string unit;
    std::uint64_t count = 0;
    double min = 0;
    double max = 0;
    double mean = 0;
    double squares = 0;
    Histogram positive;  // and zero
    Histogram negative;  // without the sign
  };

  FractionalMilliseconds elapsedNow() const;

  std::map<std::string, Budget, std::less<>> budgets_;
  std::optional<FractionalMilliseconds> elapsedBudget_;
  mutable std::mutex mutex_;
  std::map<std::string, Series, std::less<>> series_;
  std::optional<std::chrono::steady_clock::time_point> started_;
  FractionalMilliseconds stopped_{};  // what elapsed() is when the stop-watch does not run
};

}  // namespace isobox

#endif
