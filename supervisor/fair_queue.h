// Who is served next: programs that wait for runners, tenant by tenant. Start-time fair queueing: each tenant's programs in
// order, the tenants by what they have had for their share. Pure. Supervisor.
#ifndef ISOBOX_SUPERVISOR_FAIR_QUEUE_H
#define ISOBOX_SUPERVISOR_FAIR_QUEUE_H

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>

#include "policy/policy.h"

namespace isobox::supervisor {

struct Ticket;

class FairQueue {
 public:
  explicit FairQueue(const policy::Policy& policy) { setPolicy(policy); }
  void setPolicy(const policy::Policy& policy);

  /// May one more program of this tenant wait? A queue that others have filled still has room for those who have less than
  /// an equal part of it.
  bool hasRoom(const std::string& tenant) const;
  /// May one more of its programs run now, beside those that do?
  bool mayRun(const std::string& tenant) const;

  void push(const std::shared_ptr<Ticket>& ticket);
  /// Does nothing when it does not wait (any more).
  void remove(const std::shared_ptr<Ticket>& ticket);
  /// Takes out who is served next and counts it as running; null when nobody waits who may run.
  std::shared_ptr<Ticket> next();

  /// A program of this tenant runs without having waited; one has ended.
  void started(const std::string& tenant);
  void ended(const std::string& tenant);

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  /// Of those, the ones that could begin if there were runners: a tenant with as many programs as it may have waits for itself.
  std::size_t ready() const;
  template <class Act>
  void forEach(Act act) const {
    for (const auto& [name, tenant] : tenants_)
      for (const auto& ticket : tenant.waiting) act(ticket);
  }

 private:
  struct Tenant {
    std::deque<std::shared_ptr<Ticket>> waiting;
    std::uint32_t running = 0;
    double served = 0;  // virtual time: programs begun, divided by the share
  };
  const policy::TenantPolicy& rules(const std::string& tenant) const;
  void charge(const std::string& name, Tenant& tenant);
  void forgetIdle(const std::string& tenant);

  std::map<std::string, policy::TenantPolicy> policies_;
  policy::TenantPolicy default_;
  std::size_t most_ = 0;
  std::map<std::string, Tenant> tenants_;  // those who wait or run
  std::size_t size_ = 0;
  double now_ = 0;  // the virtual time of whom was served last
};

}  // namespace isobox::supervisor

#endif
