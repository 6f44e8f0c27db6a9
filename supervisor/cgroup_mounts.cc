// Where the kernel's cgroup hierarchies are. Supervisor.
#include "supervisor/cgroup_mounts.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <sstream>

#include "ipc/base/channel.h"

namespace isobox::supervisor {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream{std::string(text)};
  for (std::string part; std::getline(stream, part, separator);)
    if (!part.empty()) parts.push_back(part);
  return parts;
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// mountinfo writes space, tab, newline and backslash as \040 and so on (proc(5)).
std::string unescapeOctal(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size()) {
      plain += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

/// Our group's path in the hierarchy that has `controllers`; v2 is the line "0::path".
std::string ownPath(std::string_view ownGroups, const std::vector<std::string>& controllers, int version) {
  for (const auto& line : split(ownGroups, '\n')) {
    const auto first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const auto names = split(std::string_view(line).substr(first + 1, second - first - 1), ',');
    const bool match = version == 2 ? line.starts_with("0::") : !controllers.empty() && contains(names, controllers[0]);
    if (match) return line.substr(second + 1);
  }
  return "/";
}

/// `path` counts from the hierarchy's root, the mount may show only `mountRoot` of it.
std::string belowMount(const std::string& mountPoint, const std::string& mountRoot, std::string path) {
  if (mountRoot != "/" && path.starts_with(mountRoot)) path = path.substr(mountRoot.size());
  return path.empty() || path == "/" ? mountPoint : mountPoint + path;
}

std::vector<std::string> wordsOf(const std::string& path) {
  const auto text = readFile(path, 65536);
  std::vector<std::string> words;
  if (!text) return words;
  std::istringstream stream(*text);
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::vector<std::string> handedOn(const std::string& directory) { return wordsOf(directory + "/cgroup.subtree_control"); }

bool containsAll(const std::vector<std::string>& all, const std::vector<std::string>& some) {
  return std::all_of(some.begin(), some.end(), [&](const auto& each) { return contains(all, each); });
}

/// Hands on what is wanted and not yet handed on; what is optional and cannot be had stays out.
bool enable(const std::string& directory, const std::vector<std::string>& required, const std::vector<std::string>& optional) {
  const auto write = [&](const std::string& controller) {
    return contains(handedOn(directory), controller) ||
           writeFile(directory + "/cgroup.subtree_control", "+" + controller).has_value();
  };
  for (const auto& controller : optional) write(controller);
  return std::all_of(required.begin(), required.end(), write);
}

UnifiedParent parentAt(const std::string& directory, const std::vector<std::string>& required,
                       const std::vector<std::string>& optional) {
  UnifiedParent parent{directory, required};
  const auto enabled = handedOn(directory);
  for (const auto& controller : optional)
    if (contains(enabled, controller)) parent.controllers.push_back(controller);
  return parent;
}

bool writable(const std::string& directory) { return ::access(directory.c_str(), W_OK) == 0; }

/// Only the real root may have processes and hand controllers on; it is the one group without a type. The root of a cgroup
/// namespace looks like "/" and is an ordinary group.
bool isRealRoot(const std::string& directory) { return ::access((directory + "/cgroup.type").c_str(), F_OK) != 0; }

/// A group with processes cannot hand controllers on, so we step aside into a child; nobody else may be in it.
Result<> stepAside(const std::string& directory, const std::string& leaf) {
  const auto processes = wordsOf(directory + "/cgroup.procs");
  if (processes.size() != 1 || processes[0] != std::to_string(::getpid()))
    return Error{"use cgroup " + directory, EBUSY, "other processes are in it"};
  const std::string child = directory + "/" + leaf;
  if (::mkdir(child.c_str(), 0755) != 0 && errno != EEXIST) return errnoError("make cgroup " + child);
  return writeFile(child + "/cgroup.procs", processes[0]);
}

Result<> prepareOwn(const std::string& own, const std::vector<std::string>& required,
                    const std::vector<std::string>& optional, const std::string& leaf) {
  if (!writable(own) || !writable(own + "/cgroup.procs")) return Error{"use cgroup " + own, EACCES, "it is not delegated"};
  if (!isRealRoot(own) && !containsAll(handedOn(own), required)) ISOBOX_CHECK(stepAside(own, leaf));
  if (!enable(own, required, optional)) return Error{"use cgroup " + own, EACCES, "it has no " + listed(required) + " to hand on"};
  return {};
}

}  // namespace

std::vector<CgroupMount> parseCgroupMounts(std::string_view mountinfo, std::string_view ownGroups) {
  static const std::vector<std::string> kKnown{"memory", "pids", "cpu", "cpuacct", "cpuset", "freezer"};
  std::vector<CgroupMount> mounts;
  for (const auto& line : split(mountinfo, '\n')) {
    const auto dash = line.find(" - ");
    const auto fields = split(line, ' ');
    if (dash == std::string::npos || fields.size() < 6) continue;
    const auto tail = split(std::string_view(line).substr(dash + 3), ' ');
    if (tail.size() < 3 || (tail[0] != "cgroup" && tail[0] != "cgroup2")) continue;
    CgroupMount mount{.version = tail[0] == "cgroup2" ? 2 : 1, .mountPoint = unescapeOctal(fields[4])};
    if (mount.version == 1) {
      for (const auto& option : split(tail[2], ','))
        if (contains(kKnown, option)) mount.controllers.push_back(option);
      if (mount.controllers.empty()) continue;
    }
    const auto path = ownPath(ownGroups, mount.controllers, mount.version);
    mount.ownDirectory = belowMount(mount.mountPoint, unescapeOctal(fields[3]), path);
    mounts.push_back(std::move(mount));
  }
  return mounts;
}

Result<std::vector<CgroupMount>> findCgroupMounts() {
  ISOBOX_TRY(const auto mountinfo, readFile("/proc/self/mountinfo", 4 << 20));
  ISOBOX_TRY(const auto ownGroups, readFile("/proc/self/cgroup", 65536));
  auto mounts = parseCgroupMounts(mountinfo, ownGroups);
  for (auto& mount : mounts)
    if (mount.version == 2) mount.controllers = wordsOf(mount.mountPoint + "/cgroup.controllers");
  return mounts;
}

Result<UnifiedParent> chooseUnifiedParent(const CgroupMount& mount, const std::vector<std::string>& required,
                                          const std::vector<std::string>& optional, const std::string& preferred,
                                          const std::string& leaf) {
  if (!preferred.empty()) {
    if (enable(preferred, required, optional)) return parentAt(preferred, required, optional);
    return Error{"use cgroup " + preferred, 0, "it does not hand on " + listed(required)};
  }
  // We may have stepped aside already.
  std::string own = mount.ownDirectory;
  if (own.ends_with("/" + leaf)) own.resize(own.size() - leaf.size() - 1);
  const auto prepared = prepareOwn(own, required, optional, leaf);
  if (prepared) return parentAt(own, required, optional);
  for (std::string at = own; at.size() > mount.mountPoint.size();) {
    at = at.substr(0, at.rfind('/'));
    if (writable(at) && writable(at + "/cgroup.procs") && containsAll(handedOn(at), required)) return parentAt(at, required, optional);
  }
  return Error{"find a cgroup", EACCES,
               prepared.error().describe() + "; no group above it is delegated with " + listed(required) +
                   "; as an ordinary user: systemd-run --user --scope -p Delegate=yes COMMAND; in a unit: Delegate=yes"};
}

}  // namespace isobox::supervisor
