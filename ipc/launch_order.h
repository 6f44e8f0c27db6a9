// What the supervisor tells the launcher, and what the launcher leaves for the zygote: one sealed memory file.
// Written by the supervisor, read in the launcher and the zygote. All three are trusted.
//
// The descriptor layout of both programs, which is a contract:
//   3  control channel (sequenced packets, ipc/control.h)
//   4  the runner's program file, to be executed by descriptor
//   5  the launch order
// Nothing else is open; 0, 1 and 2 are closed in the zygote and /dev/null in the launcher.
#ifndef ISOBOX_IPC_LAUNCH_ORDER_H
#define ISOBOX_IPC_LAUNCH_ORDER_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/units.h"

namespace isobox::ipc {

inline constexpr int kControlFd = 3;
inline constexpr int kProgramFd = 4;
inline constexpr int kOrderFd = 5;

/// The one descriptor of a sealed runner: its channel.
inline constexpr int kRunnerChannelFd = 3;

/// `count` ids from `outside` on appear as `inside` … in the jail.
struct IdMapping {
  std::uint32_t inside = 0;
  std::uint32_t outside = 0;
  std::uint32_t count = 1;
};

/// One resource limit, soft and hard alike.
struct ResourceLimit {
  std::int32_t resource = 0;  // RLIMIT_…
  std::uint64_t value = 0;
};

/// Who writes the id maps of the user namespace.
enum class MapWriter : std::uint8_t {
  Launcher,     // /proc/PID/uid_map directly: privileged, or a single id of one's own
  ShadowTools,  // newuidmap and newgidmap, for ranges from /etc/subuid and /etc/subgid
};

struct LaunchOrder {
  MapWriter mapWriter = MapWriter::Launcher;
  bool denySetgroups = false;  // needed before an unprivileged gid_map
  std::vector<IdMapping> uids;
  std::vector<IdMapping> gids;
  std::uint64_t namespaces = 0;            // CLONE_NEW… flags besides CLONE_NEWUSER
  std::string setupFilter;                 // BPF, for calls that make runners: runner/setup_calls.h
  std::string runnerFilter;                // BPF, for all other calls of zygote and runners
  std::vector<ResourceLimit> inheritedLimits;  // of the zygote, and so of its runners
  std::vector<ResourceLimit> runnerLimits;     // of each runner
  Bytes arena;                             // address space of the engine's heap: the ceiling of all budgets
  bool requireLandlock = true;
  std::vector<std::string> preload;    // packages that the zygote loads, so that its runners have them
  std::vector<std::string> whitelist;  // what these may load: the patterns that its runners' programs come with
};

std::string encodeLaunchOrder(const LaunchOrder& order);
std::optional<LaunchOrder> parseLaunchOrder(std::string_view bytes);

}  // namespace isobox::ipc

#endif
