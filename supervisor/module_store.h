// The operator's packages: reads files below the module folders for runners, which are hostile. Trusted; it
// believes the folders' owner and nothing else. A path leads to a regular file below one of the folders or to
// a denial: no symbolic link is followed, nothing that could block is waited for, nothing large is read.
#ifndef ISOBOX_SUPERVISOR_MODULE_STORE_H
#define ISOBOX_SUPERVISOR_MODULE_STORE_H

#include <ctime>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/result.h"
#include "ipc/base/unique_fd.h"
#include "ipc/base/units.h"
#include "policy/module_rules.h"

namespace isobox::supervisor {

struct ModuleStoreOptions {
  std::vector<std::string> folders;  // absolute; what is in several of them counts in the first
  Bytes file = 16_MiB;               // a file's size at most
  Bytes cache = 64_MiB;              // texts that are kept
};

enum class ModuleDenial {
  BadPath,     // no "/node_modules/NAME/…", or with tricks in it
  NotAllowed,  // neither whitelisted nor a dependency of what is
  NotFound,
  NotRegular,  // a folder, a device, a fifo, or behind a symbolic link
  TooLarge,
  NotUtf8,
  Unreadable,  // the system said no
};
std::string_view moduleDenialName(ModuleDenial denial);

/// A file's text, or why there is none.
struct ModuleFile {
  std::optional<std::string> text;
  ModuleDenial denial{};  // without a text
};

/// The packages that one whitelist opens: those that it names, in a version that it allows, and what these
/// depend on
/// (`dependencies` and `optionalDependencies`, and theirs). Paths like "lodash" and "a/node_modules/b".
class PackageSet {
 public:
  bool contains(std::string_view package) const { return packages_.find(package) != packages_.end(); }
  const std::set<std::string, std::less<>>& packages() const { return packages_; }

 private:
  friend class ModuleStore;
  std::set<std::string, std::less<>> packages_;
};

class ModuleStore {
 public:
  /// Opens the folders. Fails when one is no folder or not absolute.
  static Result<ModuleStore> open(ModuleStoreOptions options);

  /// Reads package.json files; to be kept as long as the whitelist stays. At most 10 000 packages.
  PackageSet packagesFor(const policy::ModuleRules& rules);

  /// `path` comes from a runner: "/node_modules/lodash/fp.js".
  ModuleFile read(std::string_view path, const PackageSet& allowed);

 private:
  struct Cached {
    std::string path;  // number of the folder and the path below it
    std::string text;
    std::timespec modified{};
    std::size_t size = 0;
  };
  struct Place;

  explicit ModuleStore(ModuleStoreOptions options) : options_(std::move(options)) {}
  std::optional<std::size_t> folderOf(std::string_view package) const;
  ModuleFile readBelow(std::size_t folder, const std::string& path);
  ModuleFile readOpen(int fd, const std::string& key);
  const Cached* cached(const std::string& key, const std::timespec& modified, std::size_t size);
  void keep(Cached entry);
  void addNamesIn(const std::string& scope, std::set<std::string>& names) const;
  bool addPackage(const std::string& package, const policy::ModuleRules* rules, PackageSet& set,
                  std::vector<std::string>& open);
  std::optional<std::string> dependency(const std::string& package, const std::string& name) const;

  ModuleStoreOptions options_;
  std::vector<UniqueFd> folders_;
  std::list<Cached> texts_;  // the latest first
  std::map<std::string, std::list<Cached>::iterator, std::less<>> byPath_;
  std::size_t cachedBytes_ = 0;
};

}  // namespace isobox::supervisor

#endif
