// class Histogram. Runs in the user's process and in the supervisor.
//
// A positive double is m * 2^e with 0.5 <= m < 1. Its bucket is 64 e + floor((m - 0.5) * 128): comparing
// buckets compares values.
#include "ipc/base/histogram.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace isobox {
namespace {

constexpr int kPerOctave = 64;

int bucketOf(double value) {
  int exponent = 0;
  const double mantissa = std::frexp(value, &exponent);
  return exponent * kPerOctave + static_cast<int>((mantissa - 0.5) * 2 * kPerOctave);
}

double middleOf(int bucket) {
  const int exponent = static_cast<int>(std::floor(static_cast<double>(bucket) / kPerOctave));
  const int step = bucket - exponent * kPerOctave;
  return std::ldexp(0.5 + (step + 0.5) / (2 * kPerOctave), exponent);
}

}  // namespace

Histogram::Histogram(double lowest, double highest) : lowest_(lowest), highest_(highest) {
  if (!(lowest > 0) || !(lowest < highest) || !std::isfinite(highest))
    throw std::invalid_argument("Histogram: the range must be 0 < lowest < highest < infinity");
}

void Histogram::record(double value) {
  if (std::isnan(value)) throw std::invalid_argument("Histogram.record: NaN is no value");
  value = std::clamp(value, lowest_, highest_);
  add(bucketOf(value), 1);
  min_ = count_ == 0 ? value : std::min(min_, value);
  max_ = count_ == 0 ? value : std::max(max_, value);
  ++count_;
}

void Histogram::add(int bucket, std::uint64_t count) {
  if (counts_.empty()) first_ = bucket;
  if (bucket < first_) {
    counts_.insert(counts_.begin(), static_cast<std::size_t>(first_ - bucket), 0);
    first_ = bucket;
  }
  const auto at = static_cast<std::size_t>(bucket - first_);
  if (at >= counts_.size()) counts_.resize(at + 1);
  counts_[at] += count;
}

double Histogram::percentile(double q) const {
  if (!(q >= 0 && q <= 1)) throw std::invalid_argument("Histogram.percentile: q must be within 0 … 1");
  if (count_ == 0) return 0;
  const double rank = std::ceil(q * static_cast<double>(count_));
  return valueAtRank(std::clamp<std::uint64_t>(static_cast<std::uint64_t>(rank), 1, count_));
}

double Histogram::valueAtRank(std::uint64_t rank) const {
  if (rank == 0 || rank > count_) throw std::out_of_range("Histogram.valueAtRank: there is no such rank");
  if (rank == 1) return min_;
  if (rank == count_) return max_;
  std::uint64_t below = 0;
  std::size_t at = 0;
  while ((below += counts_[at]) < rank) ++at;
  return std::clamp(middleOf(first_ + static_cast<int>(at)), min_, max_);
}

void Histogram::merge(const Histogram& other) {
  if (other.lowest_ != lowest_ || other.highest_ != highest_)
    throw std::invalid_argument("Histogram.merge: the ranges differ");
  if (other.count_ == 0) return;
  const Histogram added = other;  // which may be this one
  for (std::size_t i = 0; i < added.counts_.size(); ++i)
    if (added.counts_[i] != 0) add(added.first_ + static_cast<int>(i), added.counts_[i]);
  min_ = count_ == 0 ? added.min_ : std::min(min_, added.min_);
  max_ = count_ == 0 ? added.max_ : std::max(max_, added.max_);
  count_ += added.count_;
}

void Histogram::reset() {
  counts_.clear();
  count_ = 0;
}

}  // namespace isobox
