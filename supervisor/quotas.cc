// Tenants' quotas. Pure. Supervisor.
#include "supervisor/quotas.h"

#include <algorithm>
#include <cmath>

#include "policy/units_text.h"

namespace isobox::supervisor {
namespace {

using std::chrono::duration_cast;

constexpr double kMinute = 60e6;  // in microseconds, as all that is counted here
constexpr std::size_t kMostAccounts = 1000;

/// Never 0, which would say: at once.
Milliseconds wholeMilliseconds(double micros) {
  return Milliseconds(std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(micros / 1000))));
}

double micros(Milliseconds time) { return static_cast<double>(time.count()) * 1000; }

}  // namespace

struct Quotas::Hold::Account {
  bool filled = false;
  double left = 0;  // CPU time in the bucket
  Time since;       // when that was so
  Places places;
  Bytes held;
};

Quotas::Hold& Quotas::Hold::operator=(Hold&& other) noexcept {
  if (this == &other) return *this;
  release();
  account_ = std::move(other.account_);
  place_ = other.place_;
  return *this;
}

void Quotas::Hold::release() {
  if (!account_) return;
  account_->held.count -= place_->second.count;
  account_->places.erase(place_);
  account_ = nullptr;
}

void Quotas::setPolicy(const policy::Policy& policy) { policy_ = policy; }

/// Accounts that nothing is known of but what a new one says are forgotten when there are many.
Quotas::Hold::Account& Quotas::account(const std::string& tenant) {
  if (const auto found = accounts_.find(tenant); found != accounts_.end()) return *found->second;
  if (accounts_.size() >= kMostAccounts)
    std::erase_if(accounts_, [&](const auto& each) {
      return each.second->places.empty() && (!each.second->filled || !policy::tenantRules(policy_, each.first).cpuPerMinute);
    });
  return *accounts_.emplace(tenant, std::make_shared<Hold::Account>()).first->second;
}

void Quotas::refill(const std::string& tenant, Hold::Account& account, Time now) const {
  const double most = micros(*policy::tenantRules(policy_, tenant).cpuPerMinute);
  const double passed = duration_cast<std::chrono::duration<double, std::micro>>(now - account.since).count();
  account.left = account.filled ? std::min(most, account.left + passed * most / kMinute) : most;
  account.filled = true;
  account.since = now;
}

std::optional<Quotas::Excess> Quotas::overCpu(const std::string& tenant, Time now) {
  const auto quota = policy::tenantRules(policy_, tenant).cpuPerMinute;
  if (!quota) return std::nullopt;
  auto& its = account(tenant);
  refill(tenant, its, now);
  if (its.left > 0) return std::nullopt;
  return Excess{"cpuPerMinute", "the programs of this tenant have used more CPU time than " + policy::durationText(*quota) + " a minute",
                wholeMilliseconds(-its.left * kMinute / micros(*quota) + 1000)};
}

void Quotas::charge(const std::string& tenant, Microseconds cpu, Time now) {
  if (!policy::tenantRules(policy_, tenant).cpuPerMinute || cpu.count() <= 0) return;
  auto& its = account(tenant);
  refill(tenant, its, now);
  its.left -= static_cast<double>(cpu.count());
}

std::optional<Microseconds> Quotas::cpuLeft(const std::string& tenant, Time now) {
  if (!policy::tenantRules(policy_, tenant).cpuPerMinute) return std::nullopt;
  auto& its = account(tenant);
  refill(tenant, its, now);
  return Microseconds(static_cast<std::int64_t>(its.left));
}

std::optional<Quotas::Excess> Quotas::overMemory(const std::string& tenant, Bytes memory, Time now) {
  const auto quota = policy::tenantRules(policy_, tenant).memory;
  if (!quota) return std::nullopt;
  const auto& its = account(tenant);
  if ((its.held + memory).count <= quota->count) return std::nullopt;
  Excess excess{"memory",
                "the programs and sessions of this tenant have " + policy::sizeText(its.held) + " of memory, " +
                    policy::sizeText(memory) + " more would exceed " + policy::sizeText(*quota),
                std::nullopt};
  // Whoever will be ended first gives back first.
  std::uint64_t held = its.held.count;
  for (const auto& [until, bytes] : its.places) {
    held -= bytes.count;
    if (held + memory.count > quota->count) continue;
    excess.retryAfter = wholeMilliseconds(duration_cast<std::chrono::duration<double, std::micro>>(until - now).count());
    break;
  }
  return excess;
}

Quotas::Hold Quotas::hold(const std::string& tenant, Bytes memory, Time until) {
  auto& its = account(tenant);
  its.held = its.held + memory;
  const auto place = its.places.emplace(until, memory);
  return Hold(accounts_.at(tenant), place);
}

Bytes Quotas::held(const std::string& tenant) const {
  const auto found = accounts_.find(tenant);
  return found == accounts_.end() ? Bytes{} : found->second->held;
}

}  // namespace isobox::supervisor
