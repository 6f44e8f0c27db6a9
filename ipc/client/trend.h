// Whether numbers rise over time: two statistics that no single outlier can turn. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_TREND_H
#define ISOBOX_IPC_CLIENT_TREND_H

#include <cstdint>
#include <vector>

namespace isobox::detail {

/// The Mann-Kendall test for a trend in values that are ordered by time (H. B. Mann, 1945; variance with ties
/// as in M. G. Kendall, Rank Correlation Methods).
struct MannKendall {
  std::int64_t s = 0;   // pairs that rise minus pairs that fall
  double variance = 0;  // of s when there is no trend
  double z = 0;         // s, one nearer to 0, in standard deviations; 0 when the variance is
};

/// Takes time in the square of the number of values.
MannKendall mannKendall(const std::vector<double>& values);

struct TimedValue {
  double seconds = 0;
  double value = 0;
};

/// The median of the slopes between all pairs, in units a second; times must differ. 0 for less than two
/// values. Takes time and memory in the square of their number.
double theilSenSlope(const std::vector<TimedValue>& values);

/// The mean of the two in the middle when there is an even number; 0 for none.
double median(std::vector<double> values);

}  // namespace isobox::detail

#endif
