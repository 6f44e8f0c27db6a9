// How zygotes will be launched. Supervisor.
#include "supervisor/launch_plan.h"

#include <fcntl.h>
#include <pwd.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <sstream>

#include "ipc/base/channel.h"
#include "policy/seccomp_filter.h"

namespace isobox::supervisor {
namespace {

constexpr std::uint64_t kNamespaces = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;

std::string ownDirectory() {
  char path[4096];
  const ssize_t length = ::readlink("/proc/self/exe", path, sizeof path);
  const std::string file(path, length > 0 ? static_cast<std::size_t>(length) : 0);
  return file.substr(0, file.rfind('/'));
}

Result<std::string> findProgram(const std::string& option, const std::string& name) {
  const std::string here = ownDirectory();
  for (const auto& path : {option, here + "/" + name, here + "/../libexec/isobox/" + name}) {
    if (path.empty()) continue;
    if (::access(path.c_str(), X_OK) == 0) return path;
    if (path == option) return errnoError("find " + option);
  }
  return Error{"find " + name, ENOENT, "it belongs next to isobox-supervisor or in ../libexec/isobox"};
}

/// The kernel raises the file's owner over a process whose program it may not read, and then nobody inside owns it.
Result<UniqueFd> openRunner(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return errnoError("open " + path);
  struct stat info;
  if (::fstat(fd.get(), &info) != 0) return errnoError("look at " + path);
  if ((info.st_mode & 0005) != 0005) return Error{"open " + path, EACCES, "everybody must be able to read and execute it: chmod 755"};
  return fd;
}

std::uint64_t wholeSeconds(Milliseconds time) { return static_cast<std::uint64_t>((time.count() + 999) / 1000); }

/// The last line of defence, below the engine's budget and the cgroup, sized for the largest run that policy allows.
std::vector<ipc::ResourceLimit> runnerLimits(const policy::Limits& ceiling) {
  const std::uint64_t transfer = ceiling.source.count + ceiling.input.count + ceiling.value.count;
  return {
      {RLIMIT_AS, ceiling.memory.count + 4 * transfer + (128ull << 20)},
      {RLIMIT_CPU, wholeSeconds(ceiling.cpu + policy::kGrace) + 10},
      {RLIMIT_NOFILE, ipc::kRunnerChannelFd + 1},
      {RLIMIT_NPROC, 1},
  };
}

/// Those that a zygote can work under itself.
std::vector<ipc::ResourceLimit> inheritedLimits() {
  return {
      {RLIMIT_STACK, 8ull << 20}, {RLIMIT_FSIZE, 0},      {RLIMIT_CORE, 0},  {RLIMIT_MEMLOCK, 0},
      {RLIMIT_MSGQUEUE, 0},       {RLIMIT_SIGPENDING, 0}, {RLIMIT_LOCKS, 0},
  };
}

std::string ownName() {
  const passwd* entry = ::getpwuid(::geteuid());
  return entry ? entry->pw_name : std::to_string(::geteuid());
}

/// As root: a range of the policy's. Otherwise a range that the administrator gave us, or else our own single id.
void chooseIds(const policy::Policy& policy, ipc::LaunchOrder& order, LaunchPlan& plan) {
  const std::uint32_t wanted = policy.pool.max + policy.sessions.max + 1;
  if (::geteuid() == 0) {
    plan.firstHostId = policy.jail.uidBase;
    plan.idCount = wanted;
    order.uids = order.gids = {{0, plan.firstHostId, wanted}};
    plan.idMode = "range";
    return;
  }
  const auto users = readFile("/etc/subuid", 1 << 20), groups = readFile("/etc/subgid", 1 << 20);
  const IdRange uids = parseSubordinateIds(users ? *users : "", ownName(), ::geteuid());
  const IdRange gids = parseSubordinateIds(groups ? *groups : "", ownName(), ::geteuid());
  if (uids.count >= wanted && gids.count >= wanted && ::access("/usr/bin/newuidmap", X_OK) == 0) {
    order.mapWriter = ipc::MapWriter::ShadowTools;
    order.uids = {{0, uids.first, wanted}};
    order.gids = {{0, gids.first, wanted}};
    plan.firstHostId = uids.first;
    plan.idCount = wanted;
    plan.idMode = "range";
    return;
  }
  order.denySetgroups = true;
  order.uids = {{0, ::geteuid(), 1}};
  order.gids = {{0, ::getegid(), 1}};
  plan.firstHostId = ::geteuid();
  plan.idMode = "single";
}

}  // namespace

Result<Programs> findPrograms(const std::string& jailOption, const std::string& runnerOption) {
  Programs programs;
  ISOBOX_TRY(programs.jail, findProgram(jailOption, "isobox-jail"));
  ISOBOX_TRY(programs.runner, findProgram(runnerOption, "isobox-runner"));
  return programs;
}

IdRange parseSubordinateIds(std::string_view text, const std::string& name, std::uint32_t id) {
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const auto owner = line.substr(0, first);
    if (owner != name && owner != std::to_string(id)) continue;
    IdRange range;
    std::from_chars(line.data() + first + 1, line.data() + second, range.first);
    std::from_chars(line.data() + second + 1, line.data() + line.size(), range.count);
    if (range.first > 0 && range.count > 0) return range;
  }
  return {};
}

Result<LaunchPlan> makeLaunchPlan(const policy::Policy& policy, Programs programs) {
  LaunchPlan plan;
  plan.programs = std::move(programs);
  ISOBOX_TRY(plan.runnerProgram, openRunner(plan.programs.runner));
  ipc::LaunchOrder order;
  chooseIds(policy, order, plan);
  plan.namespaces = kNamespaces;
  // Time namespaces came with Linux 5.6 and are harmless to miss: the jail's clocks can only be read.
  if (::access("/proc/self/ns/time", F_OK) == 0) plan.namespaces |= CLONE_NEWTIME;
  order.namespaces = plan.namespaces;
  ISOBOX_TRY(const auto runner, policy::compileFilter(policy::runnerRules(), policy::OnDenied::Notify));
  ISOBOX_TRY(const auto setup, policy::compileFilter(policy::setupRules(), policy::OnDenied::Notify));
  order.runnerFilter = runner.program;
  order.setupFilter = setup.program;
  plan.filterDigest = runner.digest;
  order.runnerLimits = runnerLimits(policy.ceiling);
  order.inheritedLimits = inheritedLimits();
  order.arena = policy.ceiling.memory;
  order.requireLandlock = !policy.jail.allowDegraded;
  ISOBOX_TRY(plan.order, makeSealedMemory("isobox-order", ipc::encodeLaunchOrder(order)));
  plan.launch = std::move(order);
  return plan;
}

Result<UniqueFd> makeLoadingOrder(const LaunchPlan& plan, std::vector<std::string> preload, std::vector<std::string> whitelist) {
  ipc::LaunchOrder order = plan.launch;
  order.preload = std::move(preload);
  order.whitelist = std::move(whitelist);
  return makeSealedMemory("isobox-order", ipc::encodeLaunchOrder(order));
}

}  // namespace isobox::supervisor
