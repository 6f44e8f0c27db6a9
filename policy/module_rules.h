// Which packages programs may load: the operator's whitelist. Parsed in the supervisor; `allows` is asked
// with names that come from runners, so it believes nothing about them.
#ifndef ISOBOX_POLICY_MODULE_RULES_H
#define ISOBOX_POLICY_MODULE_RULES_H

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/result.h"
#include "policy/semver.h"

namespace isobox::policy {

/// One pattern: "lodash", "lodash/fp", "@scope/name", "@scope/*", "*", each but the last two perhaps with
/// "@RANGE".
struct ModulePattern {
  std::string text;     // as it was written
  std::string name;     // "lodash", "@scope/" for a whole scope, empty for everything
  std::string subpath;  // "/fp", or empty for all of the package
  bool everyName = false;
  std::optional<VersionRange> versions;
};

class ModuleRules {
 public:
  /// The error's detail names the pattern and says what is wrong with it.
  static Result<ModuleRules> parse(std::span<const std::string> patterns);

  /// `subpath` is empty or begins with "/". `version` is what package.json says; a range is met by no other
  /// text.
  bool allows(std::string_view name, std::string_view subpath, std::string_view version) const;

  /// Whether some part of the package is allowed in this version.
  bool allowsPackage(std::string_view name, std::string_view version) const;

  const std::vector<ModulePattern>& patterns() const { return patterns_; }

 private:
  std::vector<ModulePattern> patterns_;
};

/// What npm allows for new packages and old ones: "name" or "@scope/name", without path tricks.
bool isPackageName(std::string_view name);

}  // namespace isobox::policy

#endif
