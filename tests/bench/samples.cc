// Samples and what is said of them. Part of bench_isobox.
#include "tests/bench/samples.h"

#include <algorithm>
#include <cmath>

namespace isobox::bench {

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto rank = std::min(static_cast<std::size_t>(share * static_cast<double>(values.size())), values.size() - 1);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(rank), values.end());
  return values[rank];
}

double noiseOf(const std::vector<double>& values) {
  constexpr std::size_t kParts = 8;
  const double whole = median(values);
  if (values.size() < 2 * kParts || whole == 0) return 1;
  std::vector<double> medians;
  for (std::size_t i = 0; i < kParts; ++i) {
    const auto part = [&](std::size_t n) { return values.begin() + static_cast<std::ptrdiff_t>(values.size() * n / kParts); };
    medians.push_back(median({part(i), part(i + 1)}));
  }
  std::sort(medians.begin(), medians.end());
  return (medians[kParts - 2] - medians[1]) / 2 / std::abs(whole);
}

namespace {

double micros(Nanoseconds time) { return std::chrono::duration<double, std::micro>(time).count(); }

}  // namespace

void PairedSamples::add(Nanoseconds base, Nanoseconds thing) {
  bases_.push_back(micros(base));
  things_.push_back(micros(thing));
}

std::vector<double> PairedSamples::ratios() const {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < things_.size(); ++i) ratios.push_back(things_[i] / bases_[i]);
  return ratios;
}

}  // namespace isobox::bench
