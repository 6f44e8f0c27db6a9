// The operator's packages as boxes may have them: a whitelist's rules and what they open, kept for the next program with
// the same list. Supervisor, on the event loop; files are read there, too: they are small, and on the operator's disk.
#ifndef ISOBOX_SUPERVISOR_PACKAGES_H
#define ISOBOX_SUPERVISOR_PACKAGES_H

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"
#include "supervisor/asio.h"
#include "supervisor/module_store.h"

namespace isobox::supervisor {

class Packages {
 public:
  /// Opens the policy's folders. Error: one that is none.
  static Result<std::shared_ptr<Packages>> open(const policy::ModulePolicy& policy);

  /// What a whitelist opens. Error: the pattern that makes no sense. Looked up anew after kFresh, as packages come and go.
  Result<std::shared_ptr<const PackageSet>> openedBy(const std::vector<std::string>& whitelist);

  /// A file, if the set has its package.
  std::optional<std::string> read(std::string_view path, const PackageSet& allowed);

 private:
  struct Known {
    std::vector<std::string> whitelist;
    std::shared_ptr<const PackageSet> set;
    Clock::time_point since;
  };
  explicit Packages(ModuleStore store) : store_(std::move(store)) {}

  ModuleStore store_;
  std::list<Known> known_;  // the latest first
};

}  // namespace isobox::supervisor

#endif
