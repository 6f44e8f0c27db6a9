// class Histogram: percentiles of any number of values in bounded memory. Part of the public library, as isobox/histogram.h:
// used in the user's process and in the supervisor.
#ifndef ISOBOX_HISTOGRAM_H
#define ISOBOX_HISTOGRAM_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace isobox {

/// Counts values in logarithmic buckets: each power of two is divided into 64 of equal width, so a bucket's
/// middle is within 1/128 (0.8 %) of every value in it. Memory: 8 bytes for each bucket between the smallest
/// and the largest that was needed; with the default range 19 KiB at most. Not thread safe.
class Histogram {
 public:
  /// Counts values from `lowest` to `highest`; what lies outside counts as the bound. The default is made for
  /// milliseconds: 1 µs to 24 h. Throws std::invalid_argument unless 0 < lowest < highest < infinity.
  explicit Histogram(double lowest = 0.001, double highest = 86'400'000.0);

  /// Throws std::invalid_argument for NaN.
  void record(double value);

  std::uint64_t count() const { return count_; }

  /// The smallest and the largest value within the range, exactly; 0 when there is none.
  double min() const { return count_ == 0 ? 0 : min_; }
  double max() const { return count_ == 0 ? 0 : max_; }

  /// The smallest value that at least the share `q` of all values does not exceed (nearest rank), within 1 %;
  /// 0 when there is none. percentile(0.5) is the median, percentile(0) is min(), percentile(1) is max().
  /// Throws std::invalid_argument unless 0 <= q <= 1.
  double percentile(double q) const;

  /// The value at a place in the order of size, from 1 to count(), within 1 %. Throws std::out_of_range.
  double valueAtRank(std::uint64_t rank) const;

  /// Adds the counts of another histogram. Throws std::invalid_argument when its range is another one.
  void merge(const Histogram& other);

  /// Forgets all values.
  void reset();

 private:
  void add(int bucket, std::uint64_t count);

  double lowest_;
  double highest_;
  std::uint64_t count_ = 0;
  double min_ = 0;
  double max_ = 0;
  int first_ = 0;                      // the bucket that counts_[0] stands for
  std::vector<std::uint64_t> counts_;  // no buckets beyond those that were needed
};

}  // namespace isobox

#endif
