// class MemoryTracker: samples an amount of memory over time and says whether it leaks. Used in the user's
// process.
#ifndef ISOBOX_MEMORY_TRACKER_H
#define ISOBOX_MEMORY_TRACKER_H

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace isobox {

/// The memory of this process that is in RAM, in bytes (Linux: /proc/self/statm). Throws std::system_error.
std::uint64_t residentMemory();

/// Everything is 0 when there was no sample. All amounts are bytes.
struct MemoryStats {
  std::uint64_t samples = 0;
  std::uint64_t min = 0;
  std::uint64_t max = 0;
  double mean = 0;
  std::uint64_t current = 0;       // the last sample
  double slopeBytesPerSecond = 0;  // Theil-Sen: the median of the slopes between all pairs of samples
};

/// Samples a source at an interval, in a thread of its own that takes no signals. Memory is bounded: when
/// 1024 samples are held, every other one is dropped and from then on only every second, fourth, … one is
/// kept, so that what is held always spans the whole time. min, max, mean and the number are of all samples.
///
/// All functions may be called from several threads at once, but start(), stop() and the destructor not from
/// the source.
class MemoryTracker {
 public:
  using Clock = std::chrono::steady_clock;
  using Source = std::function<std::uint64_t()>;

  /// `source` says how many bytes there are; it is called in the tracker's thread. Throws
  /// std::invalid_argument when the interval is not within 1 ms … 24 h or the source is empty.
  explicit MemoryTracker(std::chrono::milliseconds interval, Source source = residentMemory);
  /// As stop(), but drops the source's exception.
  ~MemoryTracker();
  MemoryTracker(const MemoryTracker&) = delete;
  MemoryTracker& operator=(const MemoryTracker&) = delete;

  /// Samples at once, however soon stop() comes, and then at each interval. Nothing happens when it runs
  /// already. Samples of an earlier run are kept.
  void start();

  /// Returns when the thread has ended. Rethrows what the source threw, which had ended the sampling. May be
  /// repeated.
  void stop();

  /// A sample from elsewhere. Throws std::invalid_argument when `time` is not after the sample before.
  void addSample(Clock::time_point time, std::uint64_t bytes);

  MemoryStats getStats() const;

  /// Whether the memory grows, and grows enough to matter. True when, for the samples held,
  ///  - there are 10 at least,
  ///  - the Mann-Kendall test sees an upward trend: S (pairs that rise minus pairs that fall), its variance
  ///    corrected for ties, z = (S - 1) / sqrt(variance) > 2.326, which is one-sided alpha = 0.01, and
  ///  - the Theil-Sen slope over the time from the first to the last sample is more than 5 % of the median.
  ///
  /// The test takes samples for independent of one another. Let the time be long against the cycle of what is
  /// watched: the rise between two garbage collections, seen alone, is a trend.
  bool detectLeak() const;

  /// Forgets all samples.
  void reset();

 private:
  struct Sample {
    Clock::time_point time;
    std::uint64_t bytes = 0;
  };

  void sampleUntilStopped();
  void add(Clock::time_point time, std::uint64_t bytes);
  std::vector<Sample> held() const;
  static double slope(const std::vector<Sample>& samples);

  const std::chrono::milliseconds interval_;
  const Source source_;
  std::mutex control_;  // start and stop, one at a time
  std::thread thread_;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable stopping_;
  bool stop_ = false;
  std::exception_ptr failure_;
  std::vector<Sample> samples_;
  std::uint64_t every_ = 1;  // of so many samples one is kept
  MemoryStats sums_;
  Clock::time_point last_;  // the last sample's, when there is one
};

}  // namespace isobox

#endif
