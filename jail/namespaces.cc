// User and other namespaces: made, mapped, proven. Runs in the launcher. Trusted, single-threaded.
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "ipc/base/channel.h"
#include "jail/steps.h"

namespace isobox::jail {
namespace {

struct NamespaceFile {
  std::uint64_t flag;
  const char* name;
};

constexpr std::array<NamespaceFile, 8> kNamespaceFiles{{
    {CLONE_NEWUSER, "user"}, {CLONE_NEWPID, "pid"}, {CLONE_NEWNS, "mnt"}, {CLONE_NEWNET, "net"},
    {CLONE_NEWIPC, "ipc"}, {CLONE_NEWUTS, "uts"}, {CLONE_NEWCGROUP, "cgroup"}, {CLONE_NEWTIME, "time"},
}};

std::string mapText(const std::vector<ipc::IdMapping>& mappings) {
  std::string text;
  for (const auto& m : mappings)
    text += std::to_string(m.inside) + " " + std::to_string(m.outside) + " " + std::to_string(m.count) + "\n";
  return text;
}

/// newuidmap PID inside outside count …: the setuid-root helper that knows /etc/subuid.
Result<> runShadowTool(const char* tool, pid_t pid, const std::vector<ipc::IdMapping>& mappings) {
  std::vector<std::string> words{tool, std::to_string(pid)};
  for (const auto& m : mappings)
    for (const auto n : {m.inside, m.outside, m.count}) words.push_back(std::to_string(n));
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child < 0) return errnoError("fork for " + words[0]);
  if (child == 0) {
    char path[] = "PATH=/usr/bin:/bin:/usr/sbin:/sbin";
    char* environment[] = {path, nullptr};
    ::execvpe(tool, argv.data(), environment);
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
    return Error{words[0], ENOENT, "install the package uidmap"};
  return Error{words[0], 0, "it refused the range; see /etc/subuid and /etc/subgid"};
}

/// Numbers of a map file, without its padding.
Result<std::vector<std::uint64_t>> readNumbers(const std::string& path) {
  ISOBOX_TRY(const auto text, readFile(path, 4096));
  std::vector<std::uint64_t> numbers;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] < '0' || text[at] > '9') {
      ++at;
      continue;
    }
    std::uint64_t n = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) n = n * 10 + (text[at] - '0');
    numbers.push_back(n);
  }
  return numbers;
}

Result<> proveMap(const std::string& path, const std::vector<ipc::IdMapping>& mappings) {
  ISOBOX_TRY(const auto numbers, readNumbers(path));
  std::vector<std::uint64_t> wanted;
  for (const auto& m : mappings)
    for (const auto n : {m.inside, m.outside, m.count}) wanted.push_back(n);
  if (numbers != wanted) return Error{"read back " + path, 0, "the kernel holds another map"};
  return {};
}

Result<ino_t> namespaceInode(const std::string& process, const char* name) {
  struct stat info;
  const std::string path = "/proc/" + process + "/ns/" + name;
  if (::stat(path.c_str(), &info) != 0) return errnoError("look at " + path);
  return info.st_ino;
}

}  // namespace

Result<Copy> cloneIntoNamespaces(std::uint64_t namespaces) {
  Copy copy;
  int pidfd = -1;
  clone_args arguments{};
  // CLONE_PARENT makes the copy a child of the supervisor itself, which can then wait for it; we need not stay.
  arguments.flags = CLONE_NEWUSER | namespaces | CLONE_PARENT | CLONE_PIDFD;
  arguments.pidfd = reinterpret_cast<std::uint64_t>(&pidfd);
  const long pid = ::syscall(SYS_clone3, &arguments, sizeof arguments);
  if (pid < 0) {
    const int code = errno;
    const char* why = code == ENOSPC ? "a limit in /proc/sys/user/max_*_namespaces is reached"
                      : code == EPERM ? "user namespaces are not allowed here"
                                      : "";
    return Error{"create namespaces", code, why};
  }
  copy.pid = static_cast<pid_t>(pid);
  copy.pidfd.reset(pidfd);
  return copy;
}

Result<> mapIds(pid_t pid, const ipc::LaunchOrder& order) {
  const std::string base = "/proc/" + std::to_string(pid) + "/";
  if (order.mapWriter == ipc::MapWriter::ShadowTools) {
    ISOBOX_CHECK(runShadowTool("newgidmap", pid, order.gids));
    ISOBOX_CHECK(runShadowTool("newuidmap", pid, order.uids));
  } else {
    if (order.denySetgroups) ISOBOX_CHECK(writeFile(base + "setgroups", "deny"));
    ISOBOX_CHECK(writeFile(base + "gid_map", mapText(order.gids)));
    ISOBOX_CHECK(writeFile(base + "uid_map", mapText(order.uids)));
  }
  ISOBOX_CHECK(proveMap(base + "gid_map", order.gids));
  return proveMap(base + "uid_map", order.uids);
}

Result<> proveNamespaces(pid_t pid, std::uint64_t namespaces) {
  for (const NamespaceFile& file : kNamespaceFiles) {
    if (!((namespaces | CLONE_NEWUSER) & file.flag)) continue;
    ISOBOX_TRY(const auto ours, namespaceInode("self", file.name));
    ISOBOX_TRY(const auto theirs, namespaceInode(std::to_string(pid), file.name));
    if (ours == theirs) return Error{"prove namespaces", 0, std::string(file.name) + " is still the host's"};
  }
  return {};
}

}  // namespace isobox::jail
