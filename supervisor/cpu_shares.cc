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
  all_.weight = 0;
  for (auto& [name, use] : uses_) all_.weight += use.weight = weightOf(name);
}

double CpuShares::weightOf(const std::string& tenant) const {
  auto found = shares_.find(tenant);
  if (found == shares_.end()) found = shares_.find("default");
  return found == shares_.end() ? 1 : found->second;
}

/// In whole half-lives, so that nobody's list is gone through for every program.
void CpuShares::fade(Clock::time_point now) {
  const auto passed = (now - fadedAt_) / kHalfLife;
  if (passed < 1) return;
  fadedAt_ += passed * kHalfLife;
  all_ = {.weight = 0};
  for (auto each = uses_.begin(); each != uses_.end();) {
    auto& use = each->second;
    const int halvings = -static_cast<int>(std::min<std::int64_t>(passed, 64));
    use.micros = std::ldexp(use.micros, halvings);
    use.programs = std::ldexp(use.programs, halvings);
    if (use.micros < kNothing) {
      each = uses_.erase(each);
      continue;
    }
    all_.micros += use.micros;
    all_.weight += use.weight;
    ++each;
  }
}

void CpuShares::charge(const std::string& tenant, Microseconds cpu, Clock::time_point now) {
  if (cpu <= Microseconds(0)) return;
  fade(now);
  const auto [place, isNew] = uses_.try_emplace(tenant);
  if (isNew) all_.weight += place->second.weight = weightOf(tenant);
  place->second.micros += static_cast<double>(cpu.count());
  ++place->second.programs;
  all_.micros += static_cast<double>(cpu.count());
}

bool CpuShares::above(const std::string& tenant, Clock::time_point now) {
  fade(now);
  const auto found = uses_.find(tenant);
  if (found == uses_.end() || found->second.micros < static_cast<double>(kLittle.count())) return false;
  const auto& its = found->second;
  if (its.micros < static_cast<double>(kShort.count()) * its.programs) return false;
  return its.micros > kTolerance * all_.micros * its.weight / all_.weight;
}

}  // namespace isobox::supervisor
