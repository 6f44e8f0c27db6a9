// The control channel: supervisor ↔ launcher, then supervisor ↔ zygote. Sequenced packets with descriptors.
// All sides are trusted: the zygote never runs a caller's code, at most the operator's packages. The decoders are bounded all
// the same.
#ifndef ISOBOX_IPC_CONTROL_H
#define ISOBOX_IPC_CONTROL_H

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace isobox::ipc {

/// To the launcher: you are in your cgroup, begin. No descriptors.
struct BeginLaunch {};

/// From the launcher: the zygote's process exists. Descriptor: its pidfd.
struct Launched {};

/// From the launcher or the zygote before it serves: a step failed, and with it the launch.
struct LaunchFailed {
  std::string step;
  std::int32_t code = 0;  // errno, or 0
  std::string detail;
};

/// From the zygote: its filter is in force, and that of its runners. Descriptor: the filter's listener, which it has no more then.
struct FilterLoaded {
  std::uint64_t setupPage = 0;  // in the zygote's memory: a sealed runner has nothing there
};

/// From the zygote: heap loaded, filter in force, ready for orders. `facts` names each layer proven so far and how
/// ("capabilities", "setpcap, setuid, setgid, sys_admin").
struct ZygoteReady {
  std::vector<std::pair<std::string, std::string>> facts;
};

/// How a runner is to begin.
struct SpawnWish {
  bool awaited = false;  // by a program: it is not to warm up, as that would take longer than it saves
  bool brief = false;    // it will not live long: two megabytes more are no matter if it is faster with them
};

/// To the zygote: make a runner. Descriptor: the runner's end of its channel.
struct SpawnOrder {
  std::uint64_t runner = 0;  // the supervisor's name for it
  std::uint32_t uid = 0;     // inside the jail
  std::uint32_t gid = 0;
  SpawnWish wish;
};

/// From the zygote: the process exists and locks itself up. Descriptor: its pidfd.
struct Spawned {
  std::uint64_t runner = 0;
};

struct SpawnFailed {
  std::uint64_t runner = 0;
  std::string step;
  std::int32_t code = 0;
};

/// From the zygote: a runner's process was reaped. Fields as of waitid(2) and getrusage(2).
struct Exited {
  std::uint64_t runner = 0;
  std::int32_t code = 0;    // CLD_EXITED, CLD_KILLED, CLD_DUMPED
  std::int32_t status = 0;  // exit status or signal
  std::uint64_t userMicros = 0;
  std::uint64_t systemMicros = 0;
  std::uint64_t maxResidentBytes = 0;
};

/// From a zygote that loads packages, before it is ready: the text of this file, which it waits for.
struct FileWanted {
  std::string path;  // "/node_modules/NAME/…"
};

/// To the zygote. Descriptor: sealed memory of `size` bytes, when there is such a file.
struct FileGiven {
  bool found = false;
  std::uint64_t size = 0;
};

using ControlMessage = std::variant<BeginLaunch, Launched, LaunchFailed, FilterLoaded, ZygoteReady, SpawnOrder, Spawned,
                                    SpawnFailed, Exited, FileWanted, FileGiven>;

std::string encodeControl(const ControlMessage& message);
std::optional<ControlMessage> parseControl(std::string_view bytes);

/// What a zygote that serves sends and receives, and every message of these, fits into this.
using ControlRoom = std::array<char, 64>;
/// The same bytes, in `room`; no memory is taken.
std::string_view encodeControl(const FilterLoaded& message, ControlRoom& room);
std::string_view encodeControl(const Spawned& message, ControlRoom& room);
std::string_view encodeControl(const Exited& message, ControlRoom& room);

}  // namespace isobox::ipc

#endif
