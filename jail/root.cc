// The empty root. Runs in the launcher, in its new mount namespace. Trusted, single-threaded.
#include <dirent.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "jail/steps.h"

namespace isobox::jail {
namespace {

// Any directory that every Linux system has will do: it is only covered for the moment before the pivot.
constexpr const char* kMountPoint = "/proc";
constexpr unsigned long kRootFlags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC;

Result<> proveEmpty() {
  DIR* root = ::opendir("/");
  if (!root) return errnoError("open the new root");
  bool empty = true;
  while (const dirent* entry = ::readdir(root))
    if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0) empty = false;
  ::closedir(root);
  if (!empty) return Error{"prove the root empty", 0, "it has entries"};
  return {};
}

Result<> proveLocked() {
  struct statvfs info;
  if (::statvfs("/", &info) != 0) return errnoError("look at the new root");
  constexpr unsigned long kWanted = ST_RDONLY | ST_NOSUID | ST_NODEV | ST_NOEXEC;
  if ((info.f_flag & kWanted) != kWanted) return Error{"prove the root read-only", 0, "mount flags are missing"};
  return {};
}

}  // namespace

Result<> enterEmptyRoot() {
  // Nothing that is mounted from here on may travel back to the host.
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return errnoError("make mounts private");
  // One inode, the directory itself: there is no room for a second.
  if (::mount("isobox", kMountPoint, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0555,size=4k,nr_inodes=1") != 0)
    return errnoError("mount the new root");
  if (::chdir(kMountPoint) != 0) return errnoError("enter the new root");
  // Stacks the old root on top of the new one in the same place; detaching it leaves the new one alone.
  if (::syscall(SYS_pivot_root, ".", ".") != 0) return errnoError("pivot to the new root");
  if (::umount2(".", MNT_DETACH) != 0) return errnoError("detach the old root");
  if (::chdir("/") != 0) return errnoError("enter the root");
  if (::mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND | kRootFlags, nullptr) != 0)
    return errnoError("make the root read-only");
  ISOBOX_CHECK(proveEmpty());
  return proveLocked();
}

}  // namespace isobox::jail
