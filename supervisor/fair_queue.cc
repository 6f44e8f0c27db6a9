// Who is served next. Pure. Supervisor.
#include "supervisor/fair_queue.h"

#include <algorithm>

#include "supervisor/pool.h"

namespace isobox::supervisor {

void FairQueue::setPolicy(const policy::Policy& policy) {
  policies_ = policy.tenants;
  const auto general = policies_.find("default");
  default_ = general == policies_.end() ? policy::TenantPolicy{} : general->second;
  most_ = policy.pool.queue;
}

const policy::TenantPolicy& FairQueue::rules(const std::string& tenant) const {
  const auto own = policies_.find(tenant);
  return own == policies_.end() ? default_ : own->second;
}

bool FairQueue::hasRoom(const std::string& tenant) const {
  const auto found = tenants_.find(tenant);
  const std::size_t waiting = found == tenants_.end() ? 0 : found->second.waiting.size();
  if (waiting >= rules(tenant).waiting) return false;
  if (size_ < most_) return true;
  const auto parts = 1 + std::count_if(tenants_.begin(), tenants_.end(), [&](const auto& each) {
    return each.first != tenant && !each.second.waiting.empty();
  });
  return waiting < most_ / static_cast<std::size_t>(parts);
}

bool FairQueue::mayRun(const std::string& tenant) const {
  const auto found = tenants_.find(tenant);
  return (found == tenants_.end() ? 0 : found->second.running) < rules(tenant).running;
}

std::size_t FairQueue::ready() const {
  std::size_t count = 0;
  for (const auto& [name, tenant] : tenants_) {
    const auto most = rules(name).running;
    count += std::min<std::size_t>(tenant.waiting.size(), most - std::min(most, tenant.running));
  }
  return count;
}

void FairQueue::push(const std::shared_ptr<Ticket>& ticket) {
  tenants_[ticket->tenant].waiting.push_back(ticket);
  ++size_;
}

void FairQueue::remove(const std::shared_ptr<Ticket>& ticket) {
  const auto found = tenants_.find(ticket->tenant);
  if (found == tenants_.end()) return;
  auto& waiting = found->second.waiting;
  const auto place = std::find(waiting.begin(), waiting.end(), ticket);
  if (place == waiting.end()) return;
  waiting.erase(place);
  --size_;
  forgetIdle(ticket->tenant);
}

std::shared_ptr<Ticket> FairQueue::next() {
  auto best = tenants_.end();
  for (auto each = tenants_.begin(); each != tenants_.end(); ++each) {
    if (each->second.waiting.empty() || !mayRun(each->first)) continue;
    if (best == tenants_.end() || each->second.served < best->second.served) best = each;
  }
  if (best == tenants_.end()) return nullptr;
  auto ticket = std::move(best->second.waiting.front());
  best->second.waiting.pop_front();
  --size_;
  charge(best->first, best->second);
  return ticket;
}

void FairQueue::started(const std::string& tenant) { charge(tenant, tenants_[tenant]); }

/// Whoever was away for long has not saved anything up: its time begins with the present.
void FairQueue::charge(const std::string& name, Tenant& tenant) {
  ++tenant.running;
  const double begin = std::max(tenant.served, now_);
  now_ = begin;
  tenant.served = begin + 1.0 / rules(name).share;
}

void FairQueue::ended(const std::string& tenant) {
  const auto found = tenants_.find(tenant);
  if (found == tenants_.end()) return;
  if (found->second.running > 0) --found->second.running;
  forgetIdle(tenant);
}

/// Kept as long as it has had more than the others, so that leaving and coming back gains nothing.
void FairQueue::forgetIdle(const std::string& tenant) {
  const auto found = tenants_.find(tenant);
  if (found->second.running == 0 && found->second.waiting.empty() && found->second.served <= now_) tenants_.erase(found);
  constexpr std::size_t kMostIdle = 1000;
  if (tenants_.size() <= kMostIdle) return;
  std::erase_if(tenants_, [&](const auto& each) { return each.second.running == 0 && each.second.waiting.empty(); });
}

}  // namespace isobox::supervisor
