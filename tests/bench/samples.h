// Samples and what is said of them: percentiles, ratios to a base that was measured by turns with them, their own noise. Part of
// bench_isobox.
#ifndef ISOBOX_TESTS_BENCH_SAMPLES_H
#define ISOBOX_TESTS_BENCH_SAMPLES_H

#include <vector>

#include "ipc/base/units.h"

namespace isobox::bench {

/// Of unsorted values, by the nearest rank; 0 of none.
double percentile(std::vector<double> values, double share);
inline double median(std::vector<double> values) { return percentile(std::move(values), 0.5); }

/// How much a median can be trusted: half of the distance between the second-lowest and the second-highest median of eight
/// consecutive parts, as a share of the whole's. What comes and goes with the machine's other work shows here.
double noiseOf(const std::vector<double>& values);

/// Times of a thing and of the base before it.
class PairedSamples {
 public:
  void add(Nanoseconds base, Nanoseconds thing);
  std::size_t size() const { return things_.size(); }
  std::vector<double> ratios() const;
  const std::vector<double>& bases() const { return bases_; }    // µs
  const std::vector<double>& things() const { return things_; }  // µs

 private:
  std::vector<double> bases_, things_;
};

}  // namespace isobox::bench

#endif
