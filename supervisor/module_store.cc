// The operator's packages. Supervisor; paths come from runners, texts from the operator's disk.
#include "supervisor/module_store.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "ipc/json.h"
#include "ipc/json_validator.h"

namespace isobox::supervisor {

namespace {

constexpr std::string_view kRoot = "/node_modules/";
constexpr std::string_view kInner = "/node_modules/";
constexpr std::size_t kLongestPath = 2048;
constexpr std::size_t kMostPackages = 10'000;
constexpr std::size_t kDeepestPackageJson = 64;

// Whatever the path is: no link anywhere, no way out.
UniqueFd openBelow(int folder, const std::string& path, std::uint64_t flags) {
  open_how how{};
  how.flags = flags | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  return UniqueFd(static_cast<int>(::syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how)));
}

bool isFolder(int folder, const std::string& path) {
  return openBelow(folder, path, O_PATH | O_DIRECTORY).valid();
}

ModuleDenial denialFor(int code) {
  switch (code) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
      return ModuleDenial::NotFound;
    case ELOOP:
    case EXDEV:
    case ENXIO:
      return ModuleDenial::NotRegular;
    default:
      return ModuleDenial::Unreadable;
  }
}

// Every step a plain name; nothing that another system's file names would make of it.
bool isPlainPath(std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view step = path.substr(0, end);
    const auto isPlain = [](char c) {
      return static_cast<unsigned char>(c) >= ' ' && c != '\\' && c != '\x7f';
    };
    if (step.empty() || step == "." || step == ".." || !std::all_of(step.begin(), step.end(), isPlain))
      return false;
    path.remove_prefix(end);
    if (path == "/") return false;
    if (!path.empty()) path.remove_prefix(1);
  }
  return true;
}

// "name" or "@scope/name" at the beginning of the path.
std::string_view leadingName(std::string_view path) {
  std::size_t end = path.find('/');
  if (path.starts_with('@') && end != std::string_view::npos) end = path.find('/', end + 1);
  return path.substr(0, end);
}

}  // namespace

// A path taken apart: "/node_modules/a/node_modules/@b/c/lib/x.js".
struct ModuleStore::Place {
  std::string path;     // "a/node_modules/@b/c/lib/x.js"
  std::string package;  // "a/node_modules/@b/c"

  static std::optional<Place> of(std::string_view asked) {
    if (asked.size() > kLongestPath || !asked.starts_with(kRoot) || !ipc::isUtf8(asked)) return std::nullopt;
    Place place;
    place.path = asked.substr(kRoot.size());
    if (!isPlainPath(place.path)) return std::nullopt;
    std::size_t begin = 0;
    for (;;) {
      const std::string_view name = leadingName(std::string_view(place.path).substr(begin));
      const std::size_t end = begin + name.size();
      if (!policy::isPackageName(name) || end == place.path.size()) return std::nullopt;
      place.package = place.path.substr(0, end);
      const std::size_t inner = place.path.find(kInner, end);
      if (inner == std::string::npos) return place;
      begin = inner + kInner.size();
    }
  }
};

std::string_view moduleDenialName(ModuleDenial denial) {
  constexpr std::array<std::string_view, 7> kNames{
      "bad path", "not allowed", "not found", "not a regular file", "too large", "not UTF-8", "unreadable"};
  return kNames.at(static_cast<std::size_t>(denial));
}

Result<ModuleStore> ModuleStore::open(ModuleStoreOptions options) {
  ModuleStore store(std::move(options));
  for (const std::string& folder : store.options_.folders) {
    if (!folder.starts_with('/'))
      return Error{"open the module folder", 0, folder + " is not an absolute path"};
    UniqueFd fd(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!fd.valid()) return errnoError("open the module folder", folder);
    store.folders_.push_back(std::move(fd));
  }
  return store;
}

// ---- files ----

std::optional<std::size_t> ModuleStore::folderOf(std::string_view package) const {
  const std::string name(leadingName(package));
  for (std::size_t i = 0; i < folders_.size(); ++i)
    if (isFolder(folders_[i].get(), name)) return i;
  return std::nullopt;
}

ModuleFile ModuleStore::read(std::string_view path, const PackageSet& allowed) {
  const auto place = Place::of(path);
  if (!place) return {{}, ModuleDenial::BadPath};
  if (!allowed.contains(place->package)) return {{}, ModuleDenial::NotAllowed};
  const auto folder = folderOf(place->package);
  return folder ? readBelow(*folder, place->path) : ModuleFile{{}, ModuleDenial::NotFound};
}

ModuleFile ModuleStore::readBelow(std::size_t folder, const std::string& path) {
  const UniqueFd fd = openBelow(folders_[folder].get(), path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!fd.valid()) return {{}, denialFor(errno)};
  return readOpen(fd.get(), std::to_string(folder) + "/" + path);
}

ModuleFile ModuleStore::readOpen(int fd, const std::string& key) {
  struct stat facts {};
  if (::fstat(fd, &facts) != 0) return {{}, ModuleDenial::Unreadable};
  if (!S_ISREG(facts.st_mode)) return {{}, ModuleDenial::NotRegular};
  if (facts.st_size < 0 || static_cast<std::uint64_t>(facts.st_size) > options_.file.count)
    return {{}, ModuleDenial::TooLarge};
  const auto size = static_cast<std::size_t>(facts.st_size);
  if (const Cached* known = cached(key, facts.st_mtim, size)) return {known->text, {}};
  // One byte more than it said: a file that has grown is not the one that was measured.
  std::string text(size + 1, '\0');
  std::size_t got = 0;
  while (got < text.size()) {
    const ssize_t more = ::read(fd, text.data() + got, text.size() - got);
    if (more < 0 && errno == EINTR) continue;
    if (more < 0) return {{}, ModuleDenial::Unreadable};
    if (more == 0) break;
    got += static_cast<std::size_t>(more);
  }
  if (got > size) return {{}, ModuleDenial::Unreadable};
  text.resize(got);
  if (!ipc::isUtf8(text)) return {{}, ModuleDenial::NotUtf8};
  if (got == size) keep({key, text, facts.st_mtim, size});
  return {std::move(text), {}};
}

// ---- the cache ----

const ModuleStore::Cached* ModuleStore::cached(const std::string& key, const std::timespec& modified,
                                               std::size_t size) {
  const auto known = byPath_.find(key);
  if (known == byPath_.end()) return nullptr;
  const Cached& entry = *known->second;
  if (entry.size == size && entry.modified.tv_sec == modified.tv_sec &&
      entry.modified.tv_nsec == modified.tv_nsec) {
    texts_.splice(texts_.begin(), texts_, known->second);
    return &entry;
  }
  cachedBytes_ -= entry.text.size() + entry.path.size();
  texts_.erase(known->second);
  byPath_.erase(known);
  return nullptr;
}

void ModuleStore::keep(Cached entry) {
  const std::size_t cost = entry.text.size() + entry.path.size();
  if (cost > options_.cache.count) return;
  while (cachedBytes_ + cost > options_.cache.count) {
    const Cached& oldest = texts_.back();
    cachedBytes_ -= oldest.text.size() + oldest.path.size();
    byPath_.erase(oldest.path);
    texts_.pop_back();
  }
  cachedBytes_ += cost;
  texts_.push_front(std::move(entry));
  byPath_[texts_.front().path] = texts_.begin();
}

// ---- which packages ----

// All packages of a scope ("@scope/"), or all there are (""), in all folders.
void ModuleStore::addNamesIn(const std::string& scope, std::set<std::string>& names) const {
  const std::string below = scope.empty() ? "." : scope.substr(0, scope.size() - 1);
  for (const UniqueFd& folder : folders_) {
    UniqueFd fd = openBelow(folder.get(), below, O_RDONLY | O_DIRECTORY);
    if (!fd.valid()) continue;
    const std::unique_ptr<DIR, int (*)(DIR*)> list(::fdopendir(fd.get()), ::closedir);
    if (!list) continue;
    (void)fd.release();  // closedir closes it
    while (const dirent* entry = ::readdir(list.get())) {
      const std::string name = entry->d_name;
      if (scope.empty() && name.starts_with('@')) {
        addNamesIn(name + "/", names);
      } else if (policy::isPackageName(scope + name)) {
        names.insert(scope + name);
      }
      if (names.size() >= kMostPackages) return;
    }
  }
}

// Where a package finds what it depends on: below itself, beside itself, beside those around it.
std::optional<std::string> ModuleStore::dependency(const std::string& package,
                                                   const std::string& name) const {
  const auto folder = folderOf(package);
  if (!policy::isPackageName(name) || !folder) return std::nullopt;
  std::string around = package + std::string(kInner);
  for (;;) {
    const std::string place = around + name;
    if (isFolder(folders_[*folder].get(), place)) return place;
    around.resize(around.size() - kInner.size());
    const std::size_t outer = around.rfind(kInner);
    if (outer == std::string::npos) break;
    around.resize(outer + kInner.size());
  }
  return folderOf(name) ? std::optional(name) : std::nullopt;
}

// False when there is no such package, or not in a version that the rules allow. `rules` is null for
// dependencies.
bool ModuleStore::addPackage(const std::string& package, const policy::ModuleRules* rules, PackageSet& set,
                             std::vector<std::string>& open) {
  if (set.contains(package) || set.packages_.size() >= kMostPackages) return true;
  const auto folder = folderOf(package);
  if (!folder) return false;
  const ModuleFile file = readBelow(*folder, package + "/package.json");
  const auto parsed =
      ipc::parseJson(file.text.value_or("{}"), kDeepestPackageJson, ipc::JsonDialect::LastKeyWins);
  const auto* facts = parsed ? parsed->if_object() : nullptr;
  const auto* version = facts ? facts->if_contains("version") : nullptr;
  const std::string_view text =
      version && version->is_string() ? std::string_view(version->get_string()) : std::string_view();
  if (rules && !rules->allowsPackage(package, text)) return false;
  set.packages_.insert(package);
  if (!facts) return true;
  for (const char* kind : {"dependencies", "optionalDependencies"}) {
    const auto* list = facts->if_contains(kind);
    if (!list || !list->is_object()) continue;
    for (const auto& entry : list->get_object())
      if (auto place = dependency(package, std::string(entry.key()))) open.push_back(*std::move(place));
  }
  return true;
}

PackageSet ModuleStore::packagesFor(const policy::ModuleRules& rules) {
  std::set<std::string> names;
  for (const policy::ModulePattern& pattern : rules.patterns()) {
    if (pattern.everyName) {
      addNamesIn(pattern.name, names);
    } else {
      names.insert(pattern.name);
    }
  }
  PackageSet set;
  std::vector<std::string> open;
  for (const std::string& name : names) addPackage(name, &rules, set, open);
  while (!open.empty()) {
    const std::string package = std::move(open.back());
    open.pop_back();
    addPackage(package, nullptr, set, open);
  }
  return set;
}

}  // namespace isobox::supervisor
