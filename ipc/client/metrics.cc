// class MetricsCollector, and metrics as JSON. Runs in the user's process, in any of its threads.
#include "isobox/metrics.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace isobox {

namespace json = boost::json;

namespace {

void checkAmount(const char* field, double value) {
  if (!std::isfinite(value) || value < 0)
    throw std::invalid_argument(std::string("ExecutionMetrics.") + field + ": " + std::to_string(value) +
                                " is not 0 or above");
}

}  // namespace

json::object toJson(const ExecutionMetrics& metrics) {
  const auto sinceEpoch =
      std::chrono::duration_cast<std::chrono::milliseconds>(metrics.timestamp.time_since_epoch());
  return {{"duration", metrics.duration.count()}, {"memory", metrics.memory},
          {"cpuUsage", metrics.cpuUsage},         {"errorCount", metrics.errorCount},
          {"timestamp", sinceEpoch.count()},      {"context", metrics.context}};
}

json::object toJson(const GlobalMetrics& metrics) {
  return {{"executions", metrics.executions},
          {"total", metrics.total},
          {"errors", metrics.errors},
          {"errorRate", metrics.errorRate},
          {"totalDuration", metrics.totalDuration.count()},
          {"avgDuration", metrics.avgDuration.count()},
          {"minDuration", metrics.minDuration.count()},
          {"maxDuration", metrics.maxDuration.count()},
          {"p50", metrics.p50.count()},
          {"p90", metrics.p90.count()},
          {"p99", metrics.p99.count()},
          {"peakMemory", metrics.peakMemory}};
}

MetricsCollector::MetricsCollector(std::size_t historySize) : historySize_(historySize) {}

void MetricsCollector::record(ExecutionMetrics metrics) {
  checkAmount("duration", metrics.duration.count());
  checkAmount("cpuUsage", metrics.cpuUsage);
  const std::lock_guard lock(mutex_);
  const bool first = sums_.executions == 0;
  durations_.record(metrics.duration.count());
  sums_.minDuration = first ? metrics.duration : std::min(sums_.minDuration, metrics.duration);
  sums_.maxDuration = std::max(sums_.maxDuration, metrics.duration);
  sums_.totalDuration += metrics.duration;
  sums_.peakMemory = std::max(sums_.peakMemory, metrics.memory);
  if (metrics.errorCount > 0) ++sums_.errors;
  ++sums_.executions;
  history_.push_back(std::move(metrics));
  if (history_.size() > historySize_) history_.pop_front();
}

GlobalMetrics MetricsCollector::getMetrics() const {
  const std::lock_guard lock(mutex_);
  GlobalMetrics metrics = sums_;
  metrics.total = metrics.executions;
  if (metrics.executions == 0) return metrics;
  const auto count = static_cast<double>(metrics.executions);
  metrics.errorRate = static_cast<double>(metrics.errors) / count;
  metrics.avgDuration = metrics.totalDuration / count;
  const auto percentile = [&](double q) {  // the histogram does not know durations below 1 µs
    return std::clamp(FractionalMilliseconds(durations_.percentile(q)), metrics.minDuration,
                      metrics.maxDuration);
  };
  metrics.p50 = percentile(0.5);
  metrics.p90 = percentile(0.9);
  metrics.p99 = percentile(0.99);
  return metrics;
}

std::vector<ExecutionMetrics> MetricsCollector::getHistory(std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  const auto count = std::min(limit, history_.size());
  return {std::prev(history_.end(), static_cast<std::ptrdiff_t>(count)), history_.end()};
}

void MetricsCollector::reset() {
  const std::lock_guard lock(mutex_);
  history_.clear();
  durations_.reset();
  sums_ = {};
}

}  // namespace isobox
