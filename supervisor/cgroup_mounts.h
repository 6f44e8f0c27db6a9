// Where the kernel's cgroup hierarchies are and where in them we are. Pure functions over two files of /proc, and the
// choice of a place for our own groups. Supervisor.
#ifndef ISOBOX_SUPERVISOR_CGROUP_MOUNTS_H
#define ISOBOX_SUPERVISOR_CGROUP_MOUNTS_H

#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/result.h"

namespace isobox::supervisor {

/// One mounted hierarchy, as far as it concerns us.
struct CgroupMount {
  int version = 0;                       // 1 or 2
  std::string mountPoint;                // "/sys/fs/cgroup/memory"
  std::string ownDirectory;              // our own group in it, as a path: below mountPoint
  std::vector<std::string> controllers;  // v1: from the mount options; v2: cgroup.controllers of the mount point
};

/// From the texts of /proc/self/mountinfo and /proc/self/cgroup. Controllers of a v2 mount are left empty.
std::vector<CgroupMount> parseCgroupMounts(std::string_view mountinfo, std::string_view ownGroups);

/// The same for this process, with v2 controllers filled in.
Result<std::vector<CgroupMount>> findCgroupMounts();

/// A directory of the v2 hierarchy below which we may make groups, and the controllers that they will have.
struct UnifiedParent {
  std::string directory;
  std::vector<std::string> controllers;
};

/// A place whose groups have all of `required`, and of `optional` what can be had there: `preferred` if given, else our own
/// group if nobody else is in it (we then move into a child named `leaf`), else the nearest ancestor that already hands
/// the controllers on, or the root. Error: why not, with the command that mends it.
Result<UnifiedParent> chooseUnifiedParent(const CgroupMount& mount, const std::vector<std::string>& required,
                                          const std::vector<std::string>& optional, const std::string& preferred,
                                          const std::string& leaf);

}  // namespace isobox::supervisor

#endif
