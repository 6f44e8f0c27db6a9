// Who the process is and what it may do. Runs in the launcher, in the new namespaces. Trusted, single-threaded.
#include <grp.h>
#include <linux/keyctl.h>
#include <poll.h>
#include <signal.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "jail/steps.h"

namespace isobox::jail {
namespace {

// What the zygote needs, inside its user namespace, to make and lock up runners.
constexpr std::array<cap_value_t, 4> kZygoteCapabilities{
    CAP_SYS_ADMIN,  // clone3 with CLONE_NEWPID: a pid namespace for each runner
    CAP_SETUID,     // a runner's own user
    CAP_SETGID,     // and group
    CAP_SETPCAP,    // empty a runner's bounding set
};

bool isKept(cap_value_t capability) {
  return std::find(kZygoteCapabilities.begin(), kZygoteCapabilities.end(), capability) != kZygoteCapabilities.end();
}

struct CapFree {
  void operator()(cap_t caps) const { ::cap_free(caps); }
};
using Capabilities = std::unique_ptr<std::remove_pointer_t<cap_t>, CapFree>;

Result<> cutBoundingSet() {
  for (cap_value_t capability = 0; capability < ::cap_max_bits(); ++capability) {
    if (isKept(capability)) continue;
    if (::cap_drop_bound(capability) != 0) return errnoError("cut the bounding set");
    if (::cap_get_bound(capability) != 0) return Error{"read back the bounding set", 0, {}};
  }
  return {};
}

Result<Capabilities> zygoteCapabilities() {
  Capabilities wanted(::cap_init());
  if (!wanted) return errnoError("allocate capabilities");
  for (const cap_flag_t set : {CAP_PERMITTED, CAP_EFFECTIVE})
    if (::cap_set_flag(wanted.get(), set, kZygoteCapabilities.size(), kZygoteCapabilities.data(), CAP_SET) != 0)
      return errnoError("choose capabilities");
  return wanted;
}

}  // namespace

Result<> tieToParent(int control) {
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errnoError("set the parent-death signal");
  // The parent may have gone between our birth and the line above; then its end of the channel is closed.
  pollfd state{control, POLLIN, 0};
  if (::poll(&state, 1, 0) < 0) return errnoError("look at the control channel");
  if (state.revents & (POLLHUP | POLLERR)) return Error{"look at the control channel", EPIPE, "the supervisor is gone"};
  return {};
}

Result<> becomeNamespaceRoot(bool setgroupsAllowed) {
  if (setgroupsAllowed && ::setgroups(0, nullptr) != 0) return errnoError("drop supplementary groups");
  if (::setresgid(0, 0, 0) != 0) return errnoError("become group 0 of the namespace");
  if (::setresuid(0, 0, 0) != 0) return errnoError("become user 0 of the namespace");
  return {};
}

Result<> detachKeyring() {
  if (::syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr) < 0 && errno != ENOSYS)
    return errnoError("detach the session keyring");
  return {};
}

Result<> cutCapabilities() {
  ISOBOX_CHECK(cutBoundingSet());
  if (::cap_reset_ambient() != 0) return errnoError("empty the ambient set");
  ISOBOX_TRY(const auto wanted, zygoteCapabilities());
  if (::cap_set_proc(wanted.get()) != 0) return errnoError("cut capabilities");
  const Capabilities actual(::cap_get_proc());
  if (!actual || ::cap_compare(wanted.get(), actual.get()) != 0) return Error{"read back capabilities", 0, {}};
  return {};
}

Result<> forbidNewPrivileges() {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errnoError("forbid new privileges");
  if (::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) return Error{"read back no-new-privileges", 0, {}};
  return {};
}

}  // namespace isobox::jail
