// What the kernel says about a runner, read from outside through /proc and clocks. Supervisor.
#ifndef ISOBOX_SUPERVISOR_PROCESS_FACTS_H
#define ISOBOX_SUPERVISOR_PROCESS_FACTS_H

#include <sys/types.h>

#include <optional>

#include "ipc/base/result.h"
#include "ipc/base/units.h"

namespace isobox::supervisor {

/// Reads /proc/PID/status of a runner that says it is sealed, and compares: user `uid` in all four places, every capability set
/// empty, no-new-privileges, seccomp in filter mode, a pid namespace of its own below the zygote's. None of these can be taken back by the
/// process. The error names what differs.
Result<> proveLockedUp(pid_t pid, std::uint32_t uid);

/// Whether there is memory at `place` of the process that could be read.
Result<bool> hasMemoryAt(pid_t pid, std::uint64_t place);

/// There is no memory at `setupPage` of the process, so its filter is the narrow one wherever it makes a call: runner/setup_calls.h.
Result<> proveSealed(pid_t pid, std::uint64_t setupPage);

/// Its channel is open in it, and nothing else.
Result<> proveOneDescriptor(int pidfd, pid_t pid);

/// User and system time of the process so far; nothing when it is gone.
std::optional<Microseconds> processCpuTime(pid_t pid);

/// Largest resident set so far (VmHWM); nothing when the process is gone.
std::optional<Bytes> peakResident(pid_t pid);

}  // namespace isobox::supervisor

#endif
