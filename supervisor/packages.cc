// The operator's packages as boxes may have them. Supervisor, on the event loop.
#include "supervisor/packages.h"

#include <algorithm>

namespace isobox::supervisor {
namespace {

// How long a whitelist's packages are taken for the same, and how many whitelists are kept.
constexpr std::chrono::seconds kFresh{60};
constexpr std::size_t kMostKnown = 64;

}  // namespace

Result<std::shared_ptr<Packages>> Packages::open(const policy::ModulePolicy& policy) {
  ISOBOX_TRY(auto store, ModuleStore::open({.folders = policy.folders, .file = policy.file, .cache = policy.cache}));
  return std::shared_ptr<Packages>(new Packages(std::move(store)));
}

Result<std::shared_ptr<const PackageSet>> Packages::openedBy(const std::vector<std::string>& whitelist) {
  const auto found = std::find_if(known_.begin(), known_.end(), [&](const Known& each) { return each.whitelist == whitelist; });
  if (found != known_.end() && Clock::now() - found->since < kFresh) {
    known_.splice(known_.begin(), known_, found);
    return known_.front().set;
  }
  if (found != known_.end()) known_.erase(found);
  ISOBOX_TRY(const auto rules, policy::ModuleRules::parse(whitelist));
  known_.push_front({whitelist, std::make_shared<const PackageSet>(store_.packagesFor(rules)), Clock::now()});
  if (known_.size() > kMostKnown) known_.pop_back();
  return known_.front().set;
}

std::optional<std::string> Packages::read(std::string_view path, const PackageSet& allowed) {
  return store_.read(path, allowed).text;
}

}  // namespace isobox::supervisor
