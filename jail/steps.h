// The launcher's recipe, step by step. Runs in the launcher, before exec. Trusted, single-threaded.
#ifndef ISOBOX_JAIL_STEPS_H
#define ISOBOX_JAIL_STEPS_H

#include <sys/types.h>

#include "ipc/base/result.h"
#include "ipc/base/unique_fd.h"
#include "ipc/launch_order.h"

namespace isobox::jail {

// namespaces.cc

/// A copy of this process, as with fork, in a new user namespace and in each of `namespaces` anew; its parent is our
/// own parent. In the copy `pid` is 0. In the original `pidfd` refers to the copy.
struct Copy {
  pid_t pid = -1;
  UniqueFd pidfd;
};
Result<Copy> cloneIntoNamespaces(std::uint64_t namespaces);

/// Writes setgroups, gid_map and uid_map of `pid` as the order says and reads them back.
Result<> mapIds(pid_t pid, const ipc::LaunchOrder& order);

/// Compares /proc/PID/ns/* with our own: each namespace asked for must differ.
Result<> proveNamespaces(pid_t pid, std::uint64_t namespaces);

// root.cc

/// Replaces the root by an empty read-only one and lets go of the old. Read back with statvfs and readdir.
Result<> enterEmptyRoot();

// identity.cc

/// Dies with its parent: PR_SET_PDEATHSIG, and an error when the parent is gone already (its end of `control` is shut).
/// To be repeated after each change of credentials, which clears the signal.
Result<> tieToParent(int control);

/// User and group 0 of the namespace, no other groups where those can be dropped.
Result<> becomeNamespaceRoot(bool setgroupsAllowed);

/// A session keyring of its own, empty, so that the host's keys are out of reach.
Result<> detachKeyring();

/// Cuts every capability set to what the zygote needs (kZygoteCapabilities) and reads all of them back.
Result<> cutCapabilities();

/// PR_SET_NO_NEW_PRIVS, read back.
Result<> forbidNewPrivileges();

}  // namespace isobox::jail

#endif
