// class PerformanceMetrics: a stop-watch, named metrics and budgets. Runs in the user's process, in any of
// its threads.
#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "isobox/metrics.h"

namespace isobox {
namespace {

constexpr double kSmallest = 1e-9;  // nearer to 0 is 0
constexpr double kLargest = 1e18;

void checkBudget(const std::string& name, double most) {
  if (!std::isfinite(most) || most < 0)
    throw std::invalid_argument("PerformanceBudgets." + name + ": " + std::to_string(most) +
                                " is not 0 or above");
}

}  // namespace

PerformanceMetrics::Series::Series(std::string_view measure)
    : unit(measure), positive(kSmallest, kLargest), negative(kSmallest, kLargest) {}

void PerformanceMetrics::Series::record(double value) {
  min = count == 0 ? value : std::min(min, value);
  max = count == 0 ? value : std::max(max, value);
  ++count;
  const double before = value - mean;
  mean += before / static_cast<double>(count);
  squares += before * (value - mean);
  (value < 0 ? negative : positive).record(std::abs(value));
}

double PerformanceMetrics::Series::percentile(double q) const {
  const auto rank =
      std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count))));
  const auto below = negative.count();
  const double value =
      rank <= below ? -negative.valueAtRank(below - rank + 1) : positive.valueAtRank(rank - below);
  return std::clamp(std::abs(value) < 1.02 * kSmallest ? 0 : value, min, max);
}

MetricStats PerformanceMetrics::Series::stats() const {
  return {.count = count,
          .min = min,
          .max = max,
          .mean = mean,
          .stddev = count < 2 ? 0 : std::sqrt(squares / static_cast<double>(count - 1)),
          .p50 = percentile(0.5),
          .p90 = percentile(0.9),
          .p99 = percentile(0.99),
          .unit = unit};
}

PerformanceMetrics::PerformanceMetrics(PerformanceBudgets budgets) : elapsedBudget_(budgets.executionTime) {
  for (const auto& [name, most] : budgets.metrics) {
    checkBudget("metrics." + name, most);
    budgets_[name] = {.most = most, .unit = ""};
  }
  if (budgets.executionTime) {
    checkBudget("executionTime", budgets.executionTime->count());
    for (const char* name : {"executionTime", "duration"})
      budgets_[name] = {.most = budgets.executionTime->count(), .unit = "ms"};
  }
  if (budgets.memory) budgets_["memory"] = {.most = static_cast<double>(*budgets.memory), .unit = "bytes"};
}

void PerformanceMetrics::start() {
  const std::lock_guard lock(mutex_);
  started_ = std::chrono::steady_clock::now();
}

void PerformanceMetrics::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = elapsedNow();
  started_.reset();
}

FractionalMilliseconds PerformanceMetrics::elapsed() const {
  const std::lock_guard lock(mutex_);
  return elapsedNow();
}

FractionalMilliseconds PerformanceMetrics::elapsedNow() const {
  return started_ ? FractionalMilliseconds(std::chrono::steady_clock::now() - *started_) : stopped_;
}

void PerformanceMetrics::recordMetric(std::string_view name, double value, std::string_view unit) {
  const auto refuse = [&](const std::string& why) {
    throw std::invalid_argument("PerformanceMetrics.recordMetric: " + std::string(name) + ": " + why);
  };
  if (!std::isfinite(value)) refuse("the value is no finite number");
  const auto budget = budgets_.find(name);
  if (budget != budgets_.end() && !budget->second.unit.empty() && budget->second.unit != unit)
    refuse("its budget is in " + budget->second.unit + ", not in " + std::string(unit));
  const std::lock_guard lock(mutex_);
  const auto entry = series_.try_emplace(std::string(name), unit).first;
  if (entry->second.unit != unit)
    refuse("it was recorded in " + entry->second.unit + " before, not in " + std::string(unit));
  entry->second.record(value);
}

std::optional<MetricStats> PerformanceMetrics::getMetricStats(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto entry = series_.find(name);
  return entry == series_.end() ? std::nullopt : std::optional(entry->second.stats());
}

std::vector<ExceededBudget> PerformanceMetrics::exceeded() const {
  const std::lock_guard lock(mutex_);
  std::vector<ExceededBudget> list;
  for (const auto& [name, budget] : budgets_) {
    const auto entry = series_.find(name);
    if (entry != series_.end() && entry->second.max > budget.most)
      list.push_back(
          {.metric = name, .budget = budget.most, .worst = entry->second.max, .unit = entry->second.unit});
  }
  const auto elapsed = elapsedNow();
  if (elapsedBudget_ && elapsed > *elapsedBudget_)
    list.push_back(
        {.metric = "elapsed", .budget = elapsedBudget_->count(), .worst = elapsed.count(), .unit = "ms"});
  return list;
}

}  // namespace isobox
