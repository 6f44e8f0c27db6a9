// Control groups over both versions of the interface. Supervisor. Files as in Documentation/admin-guide/cgroup-v1 and
// cgroup-v2.rst of the kernel.
#include "supervisor/cgroups.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>

#include "ipc/base/channel.h"
#include "supervisor/cgroup_mounts.h"
#include "supervisor/privileges.h"

namespace isobox::supervisor {
namespace {

constexpr const char* kPrefix = "isobox-";
// Where a supervisor steps aside to, see chooseUnifiedParent. It cannot remove the group that it is in.
constexpr const char* kLeafPrefix = "isobox-supervisor-";

std::vector<std::string> directoriesOf(const std::vector<ControllerPlace>& places) {
  std::vector<std::string> directories;
  for (const auto& place : places)
    if (std::find(directories.begin(), directories.end(), place.directory) == directories.end())
      directories.push_back(place.directory);
  return directories;
}

bool fileExists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

/// "key N" in a text of such lines.
std::uint64_t keyedNumber(const std::string& text, const std::string& key) {
  const std::string haystack = "\n" + text;
  const auto at = haystack.find("\n" + key + " ");
  return at == std::string::npos ? 0 : std::strtoull(haystack.c_str() + at + key.size() + 2, nullptr, 10);
}

constexpr int kLowest = 512;

/// Above the numbers that clients and runners get first: how many of those are free decides who is let in. Invalid when it cannot be had.
UniqueFd openAbove(const std::string& path, int flags) {
  const UniqueFd file(::open(path.c_str(), flags | O_CLOEXEC));
  return UniqueFd(file.valid() ? ::fcntl(file.get(), F_DUPFD_CLOEXEC, kLowest) : -1);
}

/// Removes empty groups below `directory`, then itself. A dying process may hold a group for a moment after its death was
/// reported, and no event tells when it lets go; so a few short tries, at shutdown only.
void removeGroup(const std::string& directory) {
  for (int attempt = 0; attempt < 50; ++attempt) {
    if (::rmdir(directory.c_str()) == 0 || errno != EBUSY) return;
    ::usleep(2000);
  }
}

void removeLeftovers(const std::string& parent) {
  DIR* listing = ::opendir(parent.c_str());
  if (!listing) return;
  while (const dirent* entry = ::readdir(listing)) {
    const std::string name = entry->d_name;
    if (!name.starts_with(kPrefix)) continue;
    pid_t owner = 0;
    const auto digits = name.substr(std::string(name.starts_with(kLeafPrefix) ? kLeafPrefix : kPrefix).size());
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), owner);
    if (parsed.ptr != digits.data() + digits.size() || owner <= 0) continue;
    if (::kill(owner, 0) == 0 || errno != ESRCH) continue;
    const std::string group = parent + "/" + name;
    if (DIR* inner = ::opendir(group.c_str())) {
      while (const dirent* child = ::readdir(inner))
        if (child->d_type == DT_DIR && child->d_name[0] != '.') ::rmdir((group + "/" + child->d_name).c_str());
      ::closedir(inner);
    }
    ::rmdir(group.c_str());
  }
  ::closedir(listing);
}

Result<> makeDirectory(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST)
    return errnoError("make cgroup " + path, "run as root, or in a delegated group (see `isobox doctor`)");
  return {};
}

/// A memory limit that swap escapes is none.
Result<> refuseUncountedSwap() {
  const auto swaps = readFile("/proc/swaps", 65536);
  if (!swaps || std::count(swaps->begin(), swaps->end(), '\n') <= 1) return {};
  return Error{"limit memory and swap", 0, "swap is on and the kernel does not count it: start it with swapaccount=1, or swapoff -a"};
}

struct Wanted {
  const char* controller;
  bool required;
};
constexpr Wanted kWanted[] = {{"memory", true}, {"pids", true}, {"cpu", false}};

/// The mount that has `controller`: a v1 one, else v2.
const CgroupMount* mountOf(const std::vector<CgroupMount>& mounts, const std::string& controller) {
  for (const int version : {1, 2})
    for (const auto& mount : mounts)
      if (mount.version == version &&
          std::find(mount.controllers.begin(), mount.controllers.end(), controller) != mount.controllers.end())
        return &mount;
  return nullptr;
}

/// The directory below which our parent goes, for each controller.
Result<std::vector<ControllerPlace>> choosePlaces(const std::string& preferred, const std::string& leaf) {
  ISOBOX_TRY(const auto mounts, findCgroupMounts());
  std::vector<ControllerPlace> places;
  std::vector<std::string> unified, optional;
  for (const auto& [controller, required] : kWanted) {
    const auto* mount = mountOf(mounts, controller);
    if (!mount && required)
      return Error{"find cgroup controllers", ENOENT,
                   std::string(controller) + " is not available; start the kernel with cgroup_enable=" + controller};
    if (!mount) continue;
    places.push_back({controller, mount->version, mount->ownDirectory});
    if (mount->version == 2) (required ? unified : optional).push_back(controller);
  }
  if (unified.empty() && optional.empty()) return places;
  for (const auto& mount : mounts) {
    if (mount.version != 2) continue;
    ISOBOX_TRY(const auto parent, chooseUnifiedParent(mount, unified, optional, preferred, leaf));
    std::erase_if(places, [&](const ControllerPlace& place) {
      return place.version == 2 && std::find(parent.controllers.begin(), parent.controllers.end(), place.controller) == parent.controllers.end();
    });
    for (auto& place : places)
      if (place.version == 2) place.directory = parent.directory;
    break;
  }
  return places;
}

}  // namespace

Cgroup::Cgroup(std::vector<ControllerPlace> places, std::vector<std::string> directories)
    : places_(std::move(places)), directories_(std::move(directories)) {}

Cgroup::~Cgroup() {
  peak_.reset();
  procs_.clear();
  kills_.reset();
  for (const auto& directory : directories_) removeGroup(directory);
}

const ControllerPlace* Cgroup::place(const std::string& controller) const {
  for (const auto& place : places_)
    if (place.controller == controller) return &place;
  return nullptr;
}

void Cgroup::keepOpen() {
  // Of fewer none can be spared: the last ones are for those who are in already.
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < 2 * kLowest) return;
  std::vector<UniqueFd> procs;
  for (const auto& directory : directories_) procs.push_back(openAbove(directory + "/cgroup.procs", O_WRONLY));
  // In all hierarchies or in none.
  if (std::all_of(procs.begin(), procs.end(), [](const UniqueFd& file) { return file.valid(); })) procs_ = std::move(procs);
  kills_ = openAbove(killsFile(), O_RDONLY);
}

Result<> Cgroup::admit(pid_t pid) {
  const auto text = std::to_string(pid);
  for (const auto& file : procs_)
    if (::pwrite(file.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) return errnoError("write cgroup.procs", text);
  if (!procs_.empty()) return {};
  for (const auto& directory : directories_) ISOBOX_CHECK(writeFile(directory + "/cgroup.procs", text));
  return {};
}

Result<> Cgroup::limitMemory(Bytes limit) {
  if (memoryLimit_ == limit) return {};
  const auto* memory = place("memory");
  if (memory->version == 1) {
    ISOBOX_CHECK(limitMemoryV1(memory->directory, limit));
  } else {
    ISOBOX_CHECK(writeFile(memory->directory + "/memory.max", std::to_string(limit.count)));
    const std::string swap = memory->directory + "/memory.swap.max";
    if (!memoryLimit_ && fileExists(swap)) ISOBOX_CHECK(writeFile(swap, "0"));
    if (!memoryLimit_ && !fileExists(swap)) ISOBOX_CHECK(refuseUncountedSwap());
  }
  memoryLimit_ = limit;
  return {};
}

Result<> Cgroup::limitMemoryV1(const std::string& directory, Bytes limit) {
  const std::string plain = directory + "/memory.limit_in_bytes", withSwap = directory + "/memory.memsw.limit_in_bytes";
  const std::string text = std::to_string(limit.count);
  // The kernel keeps memory ≤ memory and swap at every moment, so raise the outer one first and lower it last.
  const bool raising = !memoryLimit_ || *memoryLimit_ < limit;
  const bool swap = fileExists(withSwap);
  if (!swap) ISOBOX_CHECK(refuseUncountedSwap());
  if (swap && raising && memoryLimit_) ISOBOX_CHECK(writeFile(withSwap, text));
  ISOBOX_CHECK(writeFile(plain, text));
  if (swap && !(raising && memoryLimit_)) ISOBOX_CHECK(writeFile(withSwap, text));
  return {};
}

Result<> Cgroup::limitTasks(std::uint32_t count) {
  return writeFile(place("pids")->directory + "/pids.max", std::to_string(count));
}

Result<> Cgroup::limitToOneCpu() {
  const auto* cpu = place("cpu");
  if (!cpu) return {};
  if (cpu->version == 2) return writeFile(cpu->directory + "/cpu.max", "100000 100000");
  ISOBOX_CHECK(writeFile(cpu->directory + "/cpu.cfs_period_us", "100000"));
  return writeFile(cpu->directory + "/cpu.cfs_quota_us", "100000");
}

namespace {

struct CpuWeights {
  const char* file;
  const char* usual;
  const char* least;
};
/// What a new group has, and the least there is.
CpuWeights weightsOf(int version) { return version == 1 ? CpuWeights{"/cpu.shares", "1024", "2"} : CpuWeights{"/cpu.weight", "100", "1"}; }

Result<> expectNumber(const std::string& path, const std::string& wanted) {
  ISOBOX_TRY(auto text, readFile(path, 64));
  if (text.ends_with('\n')) text.pop_back();
  if (text == wanted) return {};
  return Error{"read back " + path, 0, "it is " + text + ", not " + wanted};
}

}  // namespace

/// cpu.idle has been there since Linux 5.15, on both versions: groups that have it are preempted at once by those that have not,
/// and the weight is the usual one again when it is taken away. Before that the least weight has to do.
Result<> Cgroup::writeYielding(const ControllerPlace& cpu, bool yields) {
  const auto weights = weightsOf(cpu.version);
  const std::string idle = cpu.directory + "/cpu.idle", weight = cpu.directory + weights.file;
  const bool hasIdle = fileExists(idle);
  const auto written = hasIdle ? writeFile(idle, yields ? "1" : "0") : writeFile(weight, yields ? weights.least : weights.usual);
  if (!written) return written.error();
  if (yields) return {};
  if (hasIdle) ISOBOX_CHECK(expectNumber(idle, "0"));
  return expectNumber(weight, weights.usual);
}

Result<> Cgroup::yieldCpu() {
  const auto* cpu = place("cpu");
  if (!cpu || yieldsCpu_) return {};
  ISOBOX_CHECK(writeYielding(*cpu, true));
  yieldsCpu_ = true;
  return {};
}

Result<> Cgroup::returnCpu() {
  if (!yieldsCpu_) return {};
  ISOBOX_CHECK(writeYielding(*place("cpu"), false));
  yieldsCpu_ = false;
  return {};
}

bool Cgroup::openPeak() {
  if (peak_.valid()) return true;
  const auto* memory = place("memory");
  const std::string file = memory->directory + (memory->version == 1 ? "/memory.max_usage_in_bytes" : "/memory.peak");
  peak_.reset(::open(file.c_str(), O_RDWR | O_CLOEXEC));
  // Without a descriptor to spare there may be one the next time.
  if (!peak_.valid()) peakCanBeReset_ = errno == EMFILE || errno == ENFILE;
  return peak_.valid();
}

void Cgroup::keepPeakOpen() {
  keepsPeakOpen_ = true;
  openPeak();
}

bool Cgroup::resetPeak() {
  if (!peakCanBeReset_ || !openPeak()) return false;
  peakCanBeReset_ = ::pwrite(peak_.get(), "0", 1, 0) == 1;
  if (!peakCanBeReset_) peak_.reset();
  return peakCanBeReset_;
}

std::optional<Bytes> Cgroup::peak() {
  char text[32];
  const ssize_t length = peak_.valid() ? ::pread(peak_.get(), text, sizeof text, 0) : -1;
  if (!keepsPeakOpen_) peak_.reset();
  if (length <= 0) return std::nullopt;
  Bytes peak;
  std::from_chars(text, text + length, peak.count);
  return peak;
}

std::string Cgroup::killsFile() const {
  const auto* memory = place("memory");
  return memory->directory + (memory->version == 1 ? "/memory.oom_control" : "/memory.events");
}

std::uint64_t Cgroup::oomKills() {
  const auto text = kills_.valid() ? readWhole(kills_.get(), 65536) : readFile(killsFile(), 65536);
  return text ? keyedNumber(*text, "oom_kill") : 0;
}

Result<std::unique_ptr<CgroupTree>> CgroupTree::create(const std::string& preferredParent) {
  const std::string name = kPrefix + std::to_string(::getpid());
  auto tree = std::make_unique<CgroupTree>();
  ISOBOX_TRY(auto places, choosePlaces(preferredParent, kLeafPrefix + std::to_string(::getpid())));
  for (const auto& parent : directoriesOf(places)) removeLeftovers(parent);
  for (auto& place : places) {
    place.directory += "/" + name;
    ISOBOX_CHECK(makeDirectory(place.directory));
    if (place.version == 2) ISOBOX_CHECK(writeFile(place.directory + "/cgroup.subtree_control", "+" + place.controller));
  }
  tree->directories_ = directoriesOf(places);
  tree->places_ = std::move(places);
  return tree;
}

CgroupTree::~CgroupTree() {
  const FileRights rights;
  for (const auto& directory : directories_) removeGroup(directory);
}

Result<std::unique_ptr<Cgroup>> CgroupTree::makeGroup(const std::string& name) {
  auto places = places_;
  for (auto& place : places) place.directory += "/" + name;
  for (const auto& directory : directoriesOf(places)) ISOBOX_CHECK(makeDirectory(directory));
  auto directories = directoriesOf(places);
  return std::make_unique<Cgroup>(std::move(places), std::move(directories));
}

std::string CgroupTree::describe() const {
  bool first = false, second = false;
  std::string names;
  for (const auto& place : places_) {
    (place.version == 1 ? first : second) = true;
    names += (names.empty() ? "" : ", ") + place.controller;
  }
  return std::string(first && second ? "hybrid" : first ? "v1" : "v2") + ": " + names;
}

}  // namespace isobox::supervisor
