// What executions came to and what they cost: of each tenant and of all. Bounded memory. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_METRICS_H
#define ISOBOX_SUPERVISOR_METRICS_H

#include <array>
#include <boost/json/object.hpp>
#include <chrono>
#include <map>
#include <string>

#include "ipc/base/histogram.h"
#include "ipc/client_messages.h"

namespace isobox::supervisor {

/// As clients are told of times.
inline double milliseconds(Microseconds time) { return static_cast<double>(time.count()) / 1000; }

/// Of one tenant, or of all. Times in milliseconds.
class Tally {
 public:
  void record(const ipc::ExecutionReport& report);
  /// A request that never got a runner.
  void refuse(ipc::RpcCode code);
  void merge(const Tally& other);
  boost::json::object describe() const;
  std::uint64_t executions() const { return durations_.count(); }

 private:
  std::array<std::uint64_t, kVerdictCount> verdicts_{};
  std::uint64_t overloaded_ = 0, withdrawn_ = 0, refused_ = 0;
  Histogram durations_, queued_, cpu_;
  double totalDuration_ = 0, totalQueued_ = 0, totalCpu_ = 0;
  double minDuration_ = 0, maxDuration_ = 0;  // the histogram knows nothing below 1 µs
  Bytes peakMemory_;
  ipc::MemorySource peakSource_ = ipc::MemorySource::None;
};

class Metrics {
 public:
  using Time = std::chrono::steady_clock::time_point;
  /// Tenants of which a tally is kept; the one that was away longest becomes one of the "others".
  static constexpr std::size_t kMostTenants = 256;

  void record(const std::string& tenant, const ipc::ExecutionReport& report, Time now);
  void refuse(const std::string& tenant, ipc::RpcCode code, Time now);

  boost::json::object of(const std::string& tenant) const;
  boost::json::object all() const { return all_.describe(); }
  /// Every tenant by its name, and "others" if there are any.
  boost::json::object tenants() const;

 private:
  struct Entry {
    Tally tally;
    Time last;
  };
  Tally& tally(const std::string& tenant, Time now);

  Tally all_, others_;
  bool hasOthers_ = false;
  std::map<std::string, Entry> tenants_;
};

}  // namespace isobox::supervisor

#endif
