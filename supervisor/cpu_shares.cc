// Who has had more than its share of the processors. Pure. Supervisor.
#include "supervisor/cpu_shares.h"

#include <algorithm>
#include <cmath>

namespace isobox::supervisor {
namespace {

// Who has had less than this has had none: the list is of those who ran in the last few half-lives.
constexpr double kNothing = 100;

}  // namespace

void CpuShares::setPolicy(const policy::Policy& policy) {
  shares_.clear();
  for (const auto& [name, rules] : policy.tenants) shares_[name] = rules.share;
  allWeights_ = 0;
  for (auto& [name, use] : uses_) allWeights_ += use.weight = weightOf(name);
}

double CpuShares::weightOf(const std::string& tenant) const {
  auto found = shares_.find(tenant);
  if (found == shares_.end()) found = shares_.find("default");
  return found == shares_.end() ? 1 : found->second;
}

/// What is used now weighs twice as much as what was used a half-life ago. What was used before fades when a whole one has passed,
/// so that nobody's list is gone through for every program.
double CpuShares::weightAt(Clock::time_point now) {
  if (const auto passed = (now - fadedAt_) / kHalfLife; passed >= 1) {
    fadedAt_ += passed * kHalfLife;
    const double left = std::ldexp(1, -static_cast<int>(std::min<std::int64_t>(passed, 64)));
    allMicros_ = allWeights_ = 0;
    for (auto each = uses_.begin(); each != uses_.end();) {
      Use& use = each->second;
      use.micros *= left;
      use.squares *= left;
      if (use.micros < kNothing) {
        each = uses_.erase(each);
        continue;
      }
      allMicros_ += use.micros;
      allWeights_ += use.weight;
      ++each;
    }
  }
  return std::exp2(std::chrono::duration<double>(now - fadedAt_) / kHalfLife);
}

void CpuShares::charge(const std::string& tenant, Microseconds before, Microseconds used, Clock::time_point now) {
  if (used <= before) return;
  const double weight = weightAt(now);
  const auto [place, isNew] = uses_.try_emplace(tenant);
  Use& its = place->second;
  if (isNew) allWeights_ += its.weight = weightOf(tenant);
  const auto from = static_cast<double>(before.count()), to = static_cast<double>(used.count());
  its.micros += weight * (to - from);
  its.squares += weight * (to * to - from * from);
  allMicros_ += weight * (to - from);
}

bool CpuShares::above(const std::string& tenant, Clock::time_point now) {
  const double weight = weightAt(now);
  const auto found = uses_.find(tenant);
  if (found == uses_.end()) return false;
  const Use& its = found->second;
  if (its.micros < weight * static_cast<double>(kLittle.count())) return false;
  if (its.squares < its.micros * static_cast<double>(kShort.count())) return false;
  return its.micros > kTolerance * allMicros_ * its.weight / allWeights_;
}

}  // namespace isobox::supervisor
