// Mann-Kendall and Theil-Sen. Runs in the user's process.
#include "ipc/client/trend.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <utility>

namespace isobox::detail {
namespace {

/// The sum over all groups of t equal values of t (t - 1) (2 t + 5).
double tieTerm(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  double sum = 0;
  for (auto group = values.begin(); group != values.end();) {
    const auto end = std::upper_bound(group, values.end(), *group);
    const auto size = static_cast<double>(end - group);
    sum += size * (size - 1) * (2 * size + 5);
    group = end;
  }
  return sum;
}

}  // namespace

MannKendall mannKendall(const std::vector<double>& values) {
  MannKendall test;
  for (std::size_t i = 0; i < values.size(); ++i)
    for (std::size_t j = i + 1; j < values.size(); ++j)
      test.s += (values[j] > values[i]) - (values[j] < values[i]);
  const auto n = static_cast<double>(values.size());
  test.variance = (n * (n - 1) * (2 * n + 5) - tieTerm(values)) / 18;
  const auto s = static_cast<double>(test.s);
  if (test.variance > 0 && test.s != 0) test.z = (s - std::copysign(1.0, s)) / std::sqrt(test.variance);
  return test;
}

double theilSenSlope(const std::vector<TimedValue>& values) {
  std::vector<double> slopes;
  slopes.reserve(values.size() * (values.size() + 1) / 2);
  for (auto from = values.begin(); from != values.end(); ++from)
    for (auto to = std::next(from); to != values.end(); ++to)
      slopes.push_back((to->value - from->value) / (to->seconds - from->seconds));
  return median(std::move(slopes));
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace isobox::detail
