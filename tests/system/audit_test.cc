// Looks at live runners from outside, through /proc and the cgroup tree, as an auditor would. Needs a jail.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "ipc/base/channel.h"
#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

std::string proc(pid_t pid, const std::string& name) { return "/proc/" + std::to_string(pid) + "/" + name; }

ino_t namespaceOf(pid_t pid, const std::string& name) {
  struct stat info {};
  return ::stat(proc(pid, "ns/" + name).c_str(), &info) == 0 ? info.st_ino : 0;
}

/// The sealed runners: descendants that are pid 1 of a pid namespace two below ours.
std::vector<pid_t> sealedRunners(pid_t supervisor) {
  std::vector<pid_t> runners;
  for (const pid_t pid : descendants(supervisor)) {
    std::istringstream ids(statusField(pid, "NSpid"));
    std::vector<int> levels;
    for (int id; ids >> id;) levels.push_back(id);
    if (levels.size() >= 3 && levels.back() == 1) runners.push_back(pid);
  }
  return runners;
}

class Audit : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(supervisor.client().call("warmup").at("result").at("warm"), 3);
    // One that works on a program is as locked up as those that wait.
    busy = supervisor.client().post("run", {{"code", "for (;;) {}"}, {"timeout", 20000}, {"cpu", 20000}});
    ASSERT_TRUE(eventually([&] {
      runners = sealedRunners(supervisor.pid());
      return runners.size() == 4 && supervisor.client().call("info").at("result").at("pool").at("busy") == 1 &&
             supervisor.client().call("info").at("result").at("pool").at("warm") == 3;
    }));
  }
  SupervisorProcess supervisor{{.policy = R"({"pool": {"min": 3, "max": 5}, "limits": {"memory": "48MiB"}})"}};
  std::vector<pid_t> runners;
  std::uint64_t busy = 0;
};

TEST_F(Audit, EveryNamespaceIsTheirOwn) {
  for (const pid_t pid : runners) {
    for (const char* name : {"user", "pid", "mnt", "net", "ipc", "uts", "cgroup", "time"}) {
      const ino_t theirs = namespaceOf(pid, name);
      EXPECT_NE(theirs, 0u) << name;
      EXPECT_NE(theirs, namespaceOf(::getpid(), name)) << name << " is the host's";
      EXPECT_NE(theirs, namespaceOf(supervisor.pid(), name)) << name << " is the supervisor's";
    }
  }
  std::set<ino_t> pidNamespaces;
  for (const pid_t pid : runners) pidNamespaces.insert(namespaceOf(pid, "pid"));
  EXPECT_EQ(pidNamespaces.size(), runners.size()) << "runners share a pid namespace";
}

TEST_F(Audit, NoCapabilityNoNewPrivilegesSeccompInForce) {
  for (const pid_t pid : runners) {
    for (const char* set : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"})
      EXPECT_EQ(statusField(pid, set), "0000000000000000") << set;
    EXPECT_EQ(statusField(pid, "NoNewPrivs"), "1");
    EXPECT_EQ(statusField(pid, "Seccomp"), "2");
    EXPECT_EQ(statusField(pid, "Seccomp_filters"), "1");
    EXPECT_EQ(statusField(pid, "Threads"), "1");
  }
}

TEST_F(Audit, EveryRunnerHasItsOwnUnprivilegedUser) {
  std::set<std::string> users;
  for (const pid_t pid : runners) {
    std::istringstream ids(statusField(pid, "Uid"));
    std::set<unsigned> distinct;
    for (unsigned id; ids >> id;) distinct.insert(id);
    ASSERT_EQ(distinct.size(), 1u) << "real, effective, saved and file-system user differ";
    EXPECT_NE(*distinct.begin(), 0u);
    EXPECT_NE(*distinct.begin(), ::getuid());
    users.insert(std::to_string(*distinct.begin()));
    EXPECT_EQ(statusField(pid, "Groups"), "");
  }
  if (::geteuid() == 0) {
    EXPECT_EQ(users.size(), runners.size()) << "runners share a user";
  }
}

TEST_F(Audit, OneDescriptorWhichIsTheChannel) {
  if (::geteuid() != 0) GTEST_FAIL() << "run as root: /proc/PID/fd of other users cannot be read";
  for (const pid_t pid : runners) {
    EXPECT_EQ(descriptorCount(pid), 1u);
    char target[64] = {};
    ASSERT_GT(::readlink(proc(pid, "fd/3").c_str(), target, sizeof target - 1), 0);
    EXPECT_TRUE(std::string(target).starts_with("socket:")) << target;
  }
}

TEST_F(Audit, NoMemoryIsShared) {
  for (const pid_t pid : runners) {
    std::ifstream maps(proc(pid, "maps"));
    std::size_t lines = 0, images = 0;
    for (std::string line; std::getline(maps, line); ++lines) {
      std::istringstream words(line);
      std::string addresses, rights;
      words >> addresses >> rights;
      EXPECT_FALSE(rights.find('w') != std::string::npos && rights.find('x') != std::string::npos) << line;
      EXPECT_EQ(rights[3], 'p') << line;
      // One page of code by itself would be the one that setup is done from: who has it may make the calls of setup.
      std::uintptr_t begin = 0, end = 0;
      ASSERT_EQ(std::sscanf(addresses.c_str(), "%lx-%lx", &begin, &end), 2) << line;
      EXPECT_FALSE(rights[2] == 'x' && end - begin == 4096 && line.find('[') == std::string::npos) << line;
      if (line.find("memfd:isobox-image") != std::string::npos) ++images;
    }
    EXPECT_GT(lines, 5u);
    EXPECT_GE(images, 2u) << "the heap of the engine, and that of malloc, are mapped from a file";
  }
}

TEST_F(Audit, TheRootIsEmptyAndReadOnly) {
  for (const pid_t pid : runners) {
    const auto mounts = readFile(proc(pid, "mountinfo"), 65536).value();
    EXPECT_EQ(std::count(mounts.begin(), mounts.end(), '\n'), 1) << mounts;
    for (const char* option : {"ro", "nosuid", "nodev", "noexec"}) EXPECT_NE(mounts.find(option), std::string::npos) << mounts;
    EXPECT_NE(mounts.find("- tmpfs"), std::string::npos) << mounts;
    std::size_t entries = 0;
    const std::string root = proc(pid, "root/");
    if (FILE* listing = ::popen(("ls -A " + root + " | wc -l").c_str(), "r")) {
      EXPECT_EQ(::fscanf(listing, "%zu", &entries), 1);
      ::pclose(listing);
    }
    EXPECT_EQ(entries, 0u);
  }
}

TEST_F(Audit, ResourceLimitsAreInForce) {
  const std::map<std::string, std::string> wanted{{"Max file size", "0"}, {"Max core file size", "0"}, {"Max processes", "1"},
                                                  {"Max open files", "4"}, {"Max locked memory", "0"}, {"Max msgqueue size", "0"},
                                                  {"Max pending signals", "0"}, {"Max stack size", "8388608"}};
  for (const pid_t pid : runners) {
    std::istringstream lines(readFile(proc(pid, "limits"), 65536).value());
    std::map<std::string, std::string> limits;
    for (std::string line; std::getline(lines, line);) {
      const std::string name = line.substr(0, line.find("  "));
      std::istringstream rest(line.substr(std::min(line.size(), std::size_t{26})));
      std::string soft, hard;
      rest >> soft >> hard;
      EXPECT_TRUE(name == "Limit" || !wanted.contains(name) || soft == hard) << line;
      limits[name] = soft;
    }
    for (const auto& [name, value] : wanted) EXPECT_EQ(limits[name], value) << name;
    EXPECT_NE(limits["Max address space"], "unlimited");
    EXPECT_NE(limits["Max cpu time"], "unlimited");
  }
}

TEST_F(Audit, EachIsInASlotOfItsOwnWithLimits) {
  const auto trees = cgroupDirectories(supervisor.pid());
  ASSERT_FALSE(trees.empty());
  std::map<pid_t, std::set<std::string>> slots;
  bool memorySeen = false, tasksSeen = false;
  for (const auto& tree : trees)
    for (int slot = 0; slot < 5; ++slot) {
      const std::string group = tree + "/slot-" + std::to_string(slot);
      std::ifstream members(group + "/cgroup.procs");
      pid_t pid = 0, count = 0;
      for (; members >> pid; ++count) slots[pid].insert("slot-" + std::to_string(slot));
      EXPECT_LE(count, 1) << group;
      const auto read = [&](const std::string& file) {
        auto text = readFile(group + "/" + file, 4096);
        return text ? text->substr(0, text->find('\n')) : std::string();
      };
      const std::string memory = read("memory.max") + read("memory.limit_in_bytes");
      if (!memory.empty()) {
        memorySeen = true;
        EXPECT_LE(std::stoull(memory), 128ull << 20) << group;
        EXPECT_GE(std::stoull(memory), 48ull << 20) << group;
      }
      if (const auto tasks = read("pids.max"); !tasks.empty()) {
        tasksSeen = true;
        EXPECT_EQ(tasks, "1");
      }
    }
  EXPECT_TRUE(memorySeen && tasksSeen);
  for (const pid_t pid : runners) EXPECT_EQ(slots[pid].size(), 1u) << "a runner is not in exactly one slot";
}

TEST_F(Audit, TheSupervisorItselfKeepsLittle) {
  if (::geteuid() != 0) GTEST_FAIL() << "run as root";
  // CAP_SETGID (6) and CAP_SETUID (7).
  EXPECT_EQ(statusField(supervisor.pid(), "CapEff"), "00000000000000c0");
  EXPECT_EQ(statusField(supervisor.pid(), "CapBnd"), "00000000000000c0");
}

TEST_F(Audit, TheIsolationReportNamesEveryLayerAndTheFilter) {
  const auto report = supervisor.client().run("1").at("isolation").as_object();
  for (const char* layer : {"process", "user_namespace", "mount_namespace", "network_namespace", "ipc_namespace", "uts_namespace",
                            "cgroup_namespace", "pid_namespace", "root", "user", "capabilities", "no_new_privileges", "seccomp",
                            "descriptors", "resource_limits", "cgroup", "landlock", "write_execute", "speculation"})
    EXPECT_TRUE(report.at("layers").as_object().contains(layer)) << layer;
  EXPECT_TRUE(report.at("missing").as_array().empty());
  EXPECT_EQ(report.at("filter").as_string().size(), std::string("sha256:").size() + 64);
}

}  // namespace
}  // namespace isobox::testing
