// What executions came to and what they cost. Supervisor, on the event loop.
#include "supervisor/metrics.h"

#include <algorithm>

namespace isobox::supervisor {
namespace {

namespace json = boost::json;

/// Percentiles within the exact bounds.
json::object percentiles(const Histogram& histogram) {
  return {{"p50", histogram.percentile(0.5)}, {"p90", histogram.percentile(0.9)}, {"p99", histogram.percentile(0.99)}};
}

json::object costs(const Histogram& histogram, double total) {
  auto described = percentiles(histogram);
  described["total"] = total;
  described["max"] = histogram.max();
  return described;
}

}  // namespace

void Tally::record(const ipc::ExecutionReport& report) {
  const double duration = milliseconds(report.duration);
  minDuration_ = executions() == 0 ? duration : std::min(minDuration_, duration);
  maxDuration_ = std::max(maxDuration_, duration);
  ++verdicts_[static_cast<std::size_t>(report.verdict)];
  durations_.record(duration);
  queued_.record(milliseconds(report.queued));
  cpu_.record(milliseconds(report.cpu));
  totalDuration_ += duration;
  totalQueued_ += milliseconds(report.queued);
  totalCpu_ += milliseconds(report.cpu);
  if (report.memory <= peakMemory_) return;
  peakMemory_ = report.memory;
  peakSource_ = report.memorySource;
}

void Tally::refuse(ipc::RpcCode code) {
  ++(code == ipc::RpcCode::Overloaded ? overloaded_ : code == ipc::RpcCode::Cancelled ? withdrawn_ : refused_);
}

void Tally::merge(const Tally& other) {
  if (other.executions() > 0) {
    minDuration_ = executions() == 0 ? other.minDuration_ : std::min(minDuration_, other.minDuration_);
    maxDuration_ = std::max(maxDuration_, other.maxDuration_);
  }
  for (std::size_t i = 0; i < verdicts_.size(); ++i) verdicts_[i] += other.verdicts_[i];
  overloaded_ += other.overloaded_;
  withdrawn_ += other.withdrawn_;
  refused_ += other.refused_;
  durations_.merge(other.durations_);
  queued_.merge(other.queued_);
  cpu_.merge(other.cpu_);
  totalDuration_ += other.totalDuration_;
  totalQueued_ += other.totalQueued_;
  totalCpu_ += other.totalCpu_;
  if (other.peakMemory_ <= peakMemory_) return;
  peakMemory_ = other.peakMemory_;
  peakSource_ = other.peakSource_;
}

json::object Tally::describe() const {
  const auto count = executions();
  const auto errors = count - verdicts_[static_cast<std::size_t>(Verdict::Ok)];
  json::object verdicts;
  for (int i = 0; i < kVerdictCount; ++i)
    if (verdicts_[static_cast<std::size_t>(i)] > 0) verdicts[verdictName(static_cast<Verdict>(i))] = verdicts_[static_cast<std::size_t>(i)];
  const auto share = [&](double part) { return count == 0 ? 0 : part / static_cast<double>(count); };
  json::object described{{"executions", count},
                         {"errors", errors},
                         {"errorRate", share(static_cast<double>(errors))},
                         {"verdicts", std::move(verdicts)},
                         {"refused", {{"overloaded", overloaded_}, {"cancelled", withdrawn_}, {"other", refused_}}},
                         {"totalDuration", totalDuration_},
                         {"avgDuration", share(totalDuration_)},
                         {"minDuration", minDuration_},
                         {"maxDuration", maxDuration_}};
  for (const auto& [name, value] : percentiles(durations_))
    described[name] = std::clamp(value.as_double(), minDuration_, maxDuration_);
  described["queued"] = costs(queued_, totalQueued_);
  described["cpu"] = costs(cpu_, totalCpu_);
  described["peakMemory"] = peakMemory_.count;
  described["memorySource"] = ipc::memorySourceName(peakSource_);
  return described;
}

Tally& Metrics::tally(const std::string& tenant, Time now) {
  if (tenants_.size() >= kMostTenants && !tenants_.contains(tenant)) {
    const auto oldest = std::min_element(tenants_.begin(), tenants_.end(),
                                         [](const auto& a, const auto& b) { return a.second.last < b.second.last; });
    others_.merge(oldest->second.tally);
    hasOthers_ = true;
    tenants_.erase(oldest);
  }
  auto& entry = tenants_[tenant];
  entry.last = now;
  return entry.tally;
}

void Metrics::record(const std::string& tenant, const ipc::ExecutionReport& report, Time now) {
  all_.record(report);
  tally(tenant, now).record(report);
}

void Metrics::refuse(const std::string& tenant, ipc::RpcCode code, Time now) {
  all_.refuse(code);
  tally(tenant, now).refuse(code);
}

json::object Metrics::of(const std::string& tenant) const {
  const auto found = tenants_.find(tenant);
  return found == tenants_.end() ? Tally().describe() : found->second.tally.describe();
}

json::object Metrics::tenants() const {
  json::object described;
  for (const auto& [name, entry] : tenants_) described[name] = entry.tally.describe();
  if (hasOthers_) described["others"] = others_.describe();
  return described;
}

}  // namespace isobox::supervisor
