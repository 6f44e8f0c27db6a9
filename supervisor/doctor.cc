// The doctor. Supervisor program, instead of serving.
#include "supervisor/doctor.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "ipc/base/channel.h"
#include "ipc/json.h"
#include "supervisor/logging.h"
#include "supervisor/service.h"

namespace isobox::supervisor {
namespace {

Finding kernel() {
  utsname name{};
  ::uname(&name);
  return {"kernel", Health::Found, std::string(name.release) + " " + name.machine, {}};
}

/// Tries it in a child, as looking at settings would only guess.
Finding userNamespaces() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(::unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP) == 0 ? 0 : std::min(errno, 255));
  int status = 0;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
  if (child > 0 && code == 0) return {"namespaces", Health::Found, "user, pid, mount, network, ipc, uts, cgroup", {}};
  return {"namespaces", Health::Missing, std::strerror(code),
          "sysctl -w user.max_user_namespaces=10000; on Debian before 11: sysctl -w kernel.unprivileged_userns_clone=1; "
          "on Ubuntu: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0; in a container: allow unshare and mount"};
}

Finding timeNamespace() {
  const bool present = ::access("/proc/self/ns/time", F_OK) == 0;
  return {"time namespace", present ? Health::Found : Health::Optional, present ? "present" : "not in this kernel",
          present ? "" : "Linux 5.6 or newer with CONFIG_TIME_NS"};
}

Finding systemCall(const char* name, long number, const char* since) {
  // Arguments that no kernel accepts: the answer tells only whether the call exists.
  const bool present = ::syscall(number, -1, -1, -1, -1) >= 0 || errno != ENOSYS;
  return {name, present ? Health::Found : Health::Missing, present ? "present" : "not in this kernel",
          present ? std::string() : std::string("a kernel of at least Linux ") + since};
}

Finding seccompListener() {
  const auto actions = readFile("/proc/sys/kernel/seccomp/actions_avail", 4096);
  const bool present = actions && actions->find("user_notif") != std::string::npos;
  return {"seccomp with user notification", present ? Health::Found : Health::Missing,
          present ? "present" : "not in this kernel", present ? "" : "Linux 5.0 or newer with CONFIG_SECCOMP_FILTER"};
}

Finding landlock() {
  const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi >= 1) return {"Landlock", Health::Found, "ABI " + std::to_string(abi), {}};
  return {"Landlock", Health::Missing, std::strerror(errno),
          "add landlock to the kernel's lsm= parameter: lsm=landlock,lockdown,yama,integrity,apparmor"};
}

/// The supervisor looks at the memory and the descriptors of runners, which counts as attaching to them.
Finding ptraceScope() {
  const auto scope = readFile("/proc/sys/kernel/yama/ptrace_scope", 16);
  const bool forbidden = scope && scope->starts_with("3");
  return {"ptrace scope", forbidden ? Health::Missing : Health::Found, scope ? "yama " + scope->substr(0, 1) : "no yama",
          forbidden ? "kernel.yama.ptrace_scope=2 or less at the next boot: 3 cannot be undone before" : ""};
}

Finding identities(const LaunchPlan& plan) {
  if (plan.idMode == "range")
    return {"user ids", Health::Found,
            "each slot its own, from " + std::to_string(plan.firstHostId) + " on (" + std::to_string(plan.idCount) + ")", {}};
  return {"user ids", Health::Optional, "all runners share one user, in a user namespace",
          "apt install uidmap && usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $USER, or run as root"};
}

Finding programs(const Options& options) {
  const auto paths = findPrograms(options.jail, options.runner);
  if (paths) return {"programs", Health::Found, paths->jail + ", " + paths->runner, {}};
  return {"programs", Health::Missing, paths.error().describe(), "reinstall IsoBox, or name them with --jail and --runner"};
}

Finding cgroups(const policy::Policy& policy) {
  const auto tree = CgroupTree::create(policy.jail.cgroupParent);
  if (tree) return {"cgroups", Health::Found, (*tree)->describe(), {}};
  return {"cgroups", Health::Missing, tree.error().describe(),
          "run as root, or as an ordinary user: systemd-run --user --scope -p Delegate=yes isobox …"};
}

/// A real zygote, a real sealed runner, a real program.
Task<Finding> tryProgram(asio::io_context& io, const Foundation& foundation) {
  Finding finding{"trial run", Health::Missing, {}, "the step named here; nothing of it stays behind"};
  Pool pool(io.get_executor(), foundation.plan, foundation.cgroups.get(), foundation.policy);
  EventBus events;
  Accounting accounting(events, nullptr);
  Executions executions(io.get_executor(), pool, foundation.plan, foundation.cgroups.get(), accounting);
  executions.setPolicy(foundation.policy);
  if (const auto started = co_await pool.start(); !started) {
    finding.detail = started.error().describe();
  } else {
    ipc::RunRequest request;
    request.code = "6 * 7";
    Caller nobody{.tenant = "doctor", .inFlight = {}, .send = [](std::string) {}, .unread = [] { return std::size_t{0}; }};
    const auto conversation = std::make_shared<Conversation>(nobody, "null", false, 0);
    const auto outcome = co_await executions.execute(std::move(request), conversation);
    const auto* report = std::get_if<ipc::ExecutionReport>(&outcome);
    if (report && report->valueJson == "42") {
      finding = {"trial run", Health::Found, "6 * 7 = 42, every layer proven", {}};
      if (!report->isolation->missing.empty()) finding.detail = "6 * 7 = 42, degraded";
    } else {
      finding.detail = report ? std::string(verdictName(report->verdict)) + ": " + report->message : std::get<ipc::RpcError>(outcome).message;
    }
  }
  co_await pool.shutDown();
  co_return finding;
}

Finding trial(const Options& options) {
  auto foundation = Foundation::lay(options);
  if (!foundation) return {"trial run", Health::Missing, foundation.error().describe(), "see the finding above"};
  asio::io_context io(1);
  Finding finding;
  asio::co_spawn(
      io, [&]() -> Task<> { finding = co_await tryProgram(io, *foundation); }, LogEscaped{"trial"});
  io.run();
  return finding;
}

void print(const Finding& finding) {
  const char* mark = finding.health == Health::Found ? "ok      " : finding.health == Health::Optional ? "optional" : "MISSING ";
  std::printf("%s  %-32s %s\n", mark, finding.name.c_str(), finding.detail.c_str());
  if (!finding.mend.empty()) std::printf("%44s-> %s\n", "", finding.mend.c_str());
}

void printJson(const std::vector<Finding>& findings, bool healthy) {
  boost::json::array list;
  for (const auto& f : findings) {
    const char* state = f.health == Health::Found ? "found" : f.health == Health::Optional ? "optional" : "missing";
    list.push_back(boost::json::object{{"name", f.name}, {"state", state}, {"detail", f.detail}, {"mend", f.mend}});
  }
  std::puts(ipc::writeJson(boost::json::object{{"runs", healthy}, {"findings", std::move(list)}}).c_str());
}

}  // namespace

std::vector<Finding> lookAround(const Options& options) {
  std::vector<Finding> findings{kernel(), userNamespaces(), timeNamespace(), seccompListener(), ptraceScope(), landlock()};
  findings.push_back(systemCall("clone3", SYS_clone3, "5.3"));
  findings.push_back(systemCall("pidfd_getfd", SYS_pidfd_getfd, "5.6"));
  findings.push_back(systemCall("close_range", SYS_close_range, "5.9"));
  findings.push_back(programs(options));
  policy::Policy policy;
  if (!options.policy.empty()) {
    auto loaded = policy::loadPolicy(options.policy);
    if (!loaded) {
      findings.push_back({"policy", Health::Missing, loaded.error().describe(), "mend " + options.policy});
      return findings;
    }
    policy = std::move(*loaded);
    findings.push_back({"policy", Health::Found, options.policy, {}});
  }
  findings.push_back(cgroups(policy));
  if (const auto paths = findPrograms(options.jail, options.runner)) {
    const auto plan = makeLaunchPlan(policy, *paths);
    findings.push_back(plan ? identities(*plan) : Finding{"launch plan", Health::Missing, plan.error().describe(), "see there"});
  }
  return findings;
}

int examine(const Options& options) {
  log::silence();  // the findings say it all
  auto findings = lookAround(options);
  findings.push_back(trial(options));
  const bool healthy = findings.back().health == Health::Found;
  if (options.json) {
    printJson(findings, healthy);
  } else {
    for (const auto& finding : findings) print(finding);
    std::puts(healthy ? "\nPrograms are run here." : "\nPrograms would be refused here; mend what is MISSING.");
  }
  return healthy ? 0 : 1;
}

}  // namespace isobox::supervisor
