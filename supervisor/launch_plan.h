// Decides once, at start, how zygotes will be launched: which ids, which filters, which limits. Supervisor.
#ifndef ISOBOX_SUPERVISOR_LAUNCH_PLAN_H
#define ISOBOX_SUPERVISOR_LAUNCH_PLAN_H

#include <cstdint>
#include <string>
#include <vector>

#include "ipc/base/result.h"
#include "ipc/base/unique_fd.h"
#include "ipc/launch_order.h"
#include "policy/policy.h"

namespace isobox::supervisor {

/// Where the jailed programs are.
struct Programs {
  std::string jail;
  std::string runner;
};

/// Next to the supervisor's own program file, or in ../libexec/isobox from there.
Result<Programs> findPrograms(const std::string& jailOption, const std::string& runnerOption);

/// One range of host ids for the jail.
struct IdRange {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// The first range of `user` (name or number) in the text of /etc/subuid or /etc/subgid; count 0 when there is none.
IdRange parseSubordinateIds(std::string_view text, const std::string& name, std::uint32_t id);

struct LaunchPlan {
  Programs programs;
  UniqueFd runnerProgram;
  ipc::LaunchOrder launch;    // what a zygote is told
  UniqueFd order;             // the same in sealed memory
  std::string filterDigest;   // of the runner's filter
  std::string idMode;         // "range": each slot has its own user; "single": all share the supervisor's own
  std::uint32_t firstHostId = 0;
  std::uint32_t idCount = 1;  // ids inside the jail: 0 … idCount-1
  std::vector<std::string> missing;  // layers given up, only under allowDegraded
  std::uint64_t namespaces = 0;

  /// Inside and outside id of the runner in slot `index`.
  std::uint32_t insideId(std::uint32_t index) const { return idCount > 1 ? 1 + index % (idCount - 1) : 0; }
  std::uint32_t hostId(std::uint32_t index) const { return firstHostId + insideId(index); }
};

/// The order for a zygote that loads packages; in sealed memory.
Result<UniqueFd> makeLoadingOrder(const LaunchPlan& plan, std::vector<std::string> preload, std::vector<std::string> whitelist);

/// Error: a file, a filter or an id range that cannot be had.
Result<LaunchPlan> makeLaunchPlan(const policy::Policy& policy, Programs programs);

}  // namespace isobox::supervisor

#endif
