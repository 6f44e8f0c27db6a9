// Which tenants have had more of the processors than their share lately. Pure, but for the time it is given. Supervisor.
#ifndef ISOBOX_SUPERVISOR_CPU_SHARES_H
#define ISOBOX_SUPERVISOR_CPU_SHARES_H

#include <map>
#include <string>

#include "ipc/base/units.h"
#include "policy/policy.h"
#include "supervisor/asio.h"

namespace isobox::supervisor {

/// What was used counts half as much after kHalfLife. A tenant's share is its weight (`tenants.NAME.share`) among those who
/// have had any lately, of what all of them have had. Whoever is alone, has had little, or has short programs only, is never above
/// it: giving way would take longer than what it spares the others.
class CpuShares {
 public:
  static constexpr Milliseconds kHalfLife{1000};
  /// More than so many times a share is above it: equals are never quite equal.
  static constexpr double kTolerance = 1.5;
  /// Less is nothing that anybody else could have felt.
  static constexpr Microseconds kLittle{20'000};
  /// CPU time of a program that is short: the one that a microsecond of a tenant's belongs to, in the mean. Trivial programs beside
  /// long ones change little of that.
  static constexpr Microseconds kShort{1'000};

  void setPolicy(const policy::Policy& policy);

  /// A program of this tenant that had used `before` has used `used` by now: told again and again while it runs, as others are not to
  /// pay for what nobody has counted yet.
  void charge(const std::string& tenant, Microseconds before, Microseconds used, Clock::time_point now);
  bool above(const std::string& tenant, Clock::time_point now);

 private:
  // In the weight of what was used at fadedAt_.
  struct Use {
    double micros = 0;
    double squares = 0;  // each of those times the CPU time of its program
    double weight = 1;
  };
  double weightAt(Clock::time_point now);
  double weightOf(const std::string& tenant) const;

  std::map<std::string, double> shares_;  // of the policy
  std::map<std::string, Use> uses_;  // of those who have had any lately
  double allMicros_ = 0, allWeights_ = 0;
  Clock::time_point fadedAt_{};
};

}  // namespace isobox::supervisor

#endif
