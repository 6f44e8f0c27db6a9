// What tenants have had and hold, against their quotas: CPU time a minute, memory. Pure, but for the time it is given.
// Supervisor.
#ifndef ISOBOX_SUPERVISOR_QUOTAS_H
#define ISOBOX_SUPERVISOR_QUOTAS_H

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "ipc/base/units.h"
#include "policy/policy.h"

namespace isobox::supervisor {

class Quotas {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Why something is not to be had now, and when it will be. No retryAfter: never.
  struct Excess {
    const char* quota;  // its name in the policy
    std::string message;
    std::optional<Milliseconds> retryAfter;
  };

  void setPolicy(const policy::Policy& policy);

  /// Whether a program may be begun. A bucket holds a minute's CPU time and fills at that rate; whoever has taken out more
  /// than was in it waits until that is made good.
  std::optional<Excess> overCpu(const std::string& tenant, Time now);
  /// CPU time that was used, for whatever it was good.
  void charge(const std::string& tenant, Microseconds cpu, Time now);

  /// Memory that counts as the tenant's as long as this lives; it may outlive the quotas.
  class Hold {
   public:
    Hold() = default;
    Hold(Hold&& other) noexcept : account_(std::move(other.account_)), place_(other.place_) {}
    Hold& operator=(Hold&& other) noexcept;
    ~Hold() { release(); }

   private:
    friend class Quotas;
    struct Account;
    using Places = std::multimap<Time, Bytes>;
    Hold(std::shared_ptr<Account> account, Places::iterator place) : account_(std::move(account)), place_(place) {}
    void release();
    std::shared_ptr<Account> account_;
    Places::iterator place_{};
  };
  /// Whether the tenant may hold so much more.
  std::optional<Excess> overMemory(const std::string& tenant, Bytes memory, Time now);
  /// `until`: when it will probably be given back.
  Hold hold(const std::string& tenant, Bytes memory, Time until);

  Bytes held(const std::string& tenant) const;
  /// What is in the bucket, below 0 when more was taken out; nothing without a quota.
  std::optional<Microseconds> cpuLeft(const std::string& tenant, Time now);

 private:
  Hold::Account& account(const std::string& tenant);
  void refill(const std::string& tenant, Hold::Account& account, Time now) const;

  policy::Policy policy_;
  std::map<std::string, std::shared_ptr<Hold::Account>> accounts_;
};

}  // namespace isobox::supervisor

#endif
