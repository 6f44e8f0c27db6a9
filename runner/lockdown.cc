// Locking up, one mechanism a function. Runs in the zygote and its children. Trusted until the first script.
#include "runner/lockdown.h"

#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

// Newer than Debian 12's headers; values from include/uapi of Linux 6.3 to 6.15.
#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#define PR_GET_MDWE 66
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

namespace isobox::runner {
namespace {

/// struct landlock_ruleset_attr as of ABI 6; older kernels take a shorter one.
struct LandlockRuleset {
  std::uint64_t filesystem;
  std::uint64_t network;  // ABI 4
  std::uint64_t scoped;   // ABI 6
};

struct LandlockAbi {
  int filesystemRights;  // how many access bits exist
  std::size_t size;      // of the ruleset attribute
  std::uint64_t network, scoped;
};

LandlockAbi landlockAbi(int version) {
  constexpr std::uint64_t kBindConnectTcp = 3, kAbstractSocketAndSignal = 3;
  if (version >= 6) return {16, 24, kBindConnectTcp, kAbstractSocketAndSignal};
  if (version >= 5) return {16, 16, kBindConnectTcp, 0};
  if (version >= 4) return {15, 16, kBindConnectTcp, 0};
  if (version >= 3) return {15, 8, 0, 0};
  if (version >= 2) return {14, 8, 0, 0};
  return {13, 8, 0, 0};
}

std::string speculationState(unsigned long which) {
  const int wanted = ::prctl(PR_SET_SPECULATION_CTRL, which, PR_SPEC_FORCE_DISABLE, 0, 0);
  if (wanted != 0) return std::string("refused (") + ::strerrorname_np(errno) + ")";
  const int state = ::prctl(PR_GET_SPECULATION_CTRL, which, 0, 0, 0);
  if (state >= 0 && (state & PR_SPEC_FORCE_DISABLE)) return "off";
  return "not affected";
}

Result<> emptyBoundingSet() {
  for (int capability = 0;; ++capability) {
    const int present = ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
    if (present < 0) return {};  // EINVAL: past the kernel's last capability
    if (present == 0) continue;
    if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) return errnoError("empty the bounding set");
    if (::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) != 0) return Error{"read back the bounding set", 0, {}};
  }
}

Result<> becomeUser(const SetupCalls& calls, std::uint32_t uid, std::uint32_t gid, bool setgroupsAllowed) {
  if (const long done = setgroupsAllowed ? calls(SYS_setgroups, 0, nullptr) : 0; done < 0) return callError("drop supplementary groups", done);
  if (const long done = calls(SYS_setresgid, gid, gid, gid); done < 0) return callError("become the runner's group", done);
  if (const long done = calls(SYS_setresuid, uid, uid, uid); done < 0) return callError("become the runner's user", done);
  uid_t realUser, user, savedUser;
  gid_t realGroup, group, savedGroup;
  if (const long read = calls(SYS_getresuid, &realUser, &user, &savedUser); read < 0) return callError("read back the user", read);
  if (const long read = calls(SYS_getresgid, &realGroup, &group, &savedGroup); read < 0) return callError("read back the group", read);
  if (realUser != uid || user != uid || savedUser != uid || realGroup != gid || group != gid || savedGroup != gid)
    return Error{"read back the user", 0, "the kernel holds another"};
  return {};
}

Result<> emptyCapabilitySets(const SetupCalls& calls) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2] = {};
  if (const long done = calls(SYS_capset, &header, data); done < 0) return callError("drop capabilities", done);
  std::memset(data, 0xff, sizeof data);
  if (const long read = calls(SYS_capget, &header, data); read < 0) return callError("read back capabilities", read);
  for (const auto& part : data)
    if (part.effective || part.permitted || part.inheritable) return Error{"read back capabilities", 0, {}};
  return {};
}

// Root has no magic, keeps nothing across set*id, and none of that can be undone.
constexpr unsigned long kSecurebits = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP |
                                      SECBIT_NO_SETUID_FIXUP_LOCKED | SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE |
                                      SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED;

Result<> readBackSecurebits(const SetupCalls& calls) {
  if (calls(SYS_prctl, PR_GET_SECUREBITS, 0, 0, 0, 0) != static_cast<long>(kSecurebits)) return Error{"read back the securebits", 0, {}};
  return {};
}

sock_fprog programOf(std::string_view bytes) {
  return {static_cast<unsigned short>(bytes.size() / sizeof(sock_filter)),
          reinterpret_cast<sock_filter*>(const_cast<char*>(bytes.data()))};
}

}  // namespace

Result<std::string> denyByLandlock(bool required) {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) {
    if (required) return errnoError("find Landlock", "start the kernel with lsm=landlock,…");
    return std::string("absent");
  }
  const auto abi = landlockAbi(static_cast<int>(version));
  const LandlockRuleset rules{(1ull << abi.filesystemRights) - 1, abi.network, abi.scoped};
  const int ruleset = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, abi.size, 0));
  if (ruleset < 0) return errnoError("make a Landlock ruleset");
  const long entered = ::syscall(SYS_landlock_restrict_self, ruleset, 0);
  const int code = errno;
  ::close(ruleset);
  if (entered != 0) return Error{"enter the Landlock ruleset", code, {}};
  return "ABI " + std::to_string(version) + ", nothing granted";
}

Result<std::string> denyWriteExecute() {
  if (::prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0) != 0) {
    if (errno == EINVAL) return std::string("not in this kernel (needs 6.3)");
    return errnoError("deny write-execute memory");
  }
  if (!(::prctl(PR_GET_MDWE, 0, 0, 0, 0) & PR_MDWE_REFUSE_EXEC_GAIN)) return Error{"read back memory-deny-write-execute", 0, {}};
  return std::string("in force");
}

std::string restrictSpeculation() {
  return "store bypass " + speculationState(PR_SPEC_STORE_BYPASS) + ", indirect branch " +
         speculationState(PR_SPEC_INDIRECT_BRANCH);
}

Result<> denyNewRights() {
  if (::prctl(PR_SET_SECUREBITS, kSecurebits, 0, 0, 0) != 0) return errnoError("lock the securebits");
  ISOBOX_CHECK(readBackSecurebits(SetupCalls()));
  ISOBOX_CHECK(emptyBoundingSet());
  if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) return errnoError("empty the ambient set");
  return {};
}

Result<int> enterFilter(std::string_view program) {
  const sock_fprog filter = programOf(program);
  const long listener = ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
  if (listener < 0) return errnoError("enter the seccomp filter");
  return static_cast<int>(listener);
}

Result<> keepOnlyChannel(const SetupCalls& calls, int channel) {
  constexpr int kKept = ipc::kRunnerChannelFd;
  if (const long placed = channel == kKept ? kKept : calls(SYS_dup2, channel, kKept); placed < 0) return callError("place the channel", placed);
  if (const long closed = calls(SYS_close_range, 0, kKept - 1, 0); closed < 0) return callError("close low descriptors", closed);
  if (const long closed = calls(SYS_close_range, kKept + 1, ~0u, 0); closed < 0) return callError("close other descriptors", closed);
  return {};
}

Result<> setLimits(const SetupCalls& calls, const std::vector<ipc::ResourceLimit>& limits) {
  for (const auto& limit : limits) {
    const rlimit wanted{limit.value, limit.value};
    rlimit actual{};
    if (const long set = calls(SYS_prlimit64, 0, limit.resource, &wanted, nullptr); set < 0)
      return callError("set resource limit " + std::to_string(limit.resource), set);
    if (calls(SYS_prlimit64, 0, limit.resource, nullptr, &actual) < 0 || actual.rlim_cur != limit.value || actual.rlim_max != limit.value)
      return Error{"read back resource limit " + std::to_string(limit.resource), 0, {}};
  }
  return {};
}

Result<> dropIdentity(const SetupCalls& calls, std::uint32_t uid, std::uint32_t gid, bool setgroupsAllowed) {
  // Without these, set*id would decide itself what becomes of the capabilities.
  ISOBOX_CHECK(readBackSecurebits(calls));
  ISOBOX_CHECK(becomeUser(calls, uid, gid, setgroupsAllowed));
  ISOBOX_CHECK(emptyCapabilitySets(calls));
  if (const long done = calls(SYS_prctl, PR_SET_DUMPABLE, 0, 0, 0, 0); done < 0) return callError("become undumpable", done);
  if (calls(SYS_prctl, PR_GET_DUMPABLE, 0, 0, 0, 0) != 0) return Error{"read back undumpable", 0, {}};
  if (const long done = calls(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); done < 0) return callError("set the parent-death signal", done);
  if (calls(SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) return Error{"read back no-new-privileges", 0, {}};
  return {};
}

}  // namespace isobox::runner
