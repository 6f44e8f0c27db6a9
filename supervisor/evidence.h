// What is known at the end of an execution, and the one verdict that follows from it. Pure. Supervisor.
#ifndef ISOBOX_SUPERVISOR_EVIDENCE_H
#define ISOBOX_SUPERVISOR_EVIDENCE_H

#include <optional>
#include <string>

#include "ipc/client_messages.h"
#include "ipc/control.h"
#include "ipc/frames.h"
#include "ipc/verdict.h"
#include "policy/limits.h"

namespace isobox::supervisor {

/// Everything here but `claim` and `valueArrived` comes from the kernel, from our own clocks and counters, or from
/// the zygote. `claim` is the runner's word and counts only where nothing contradicts it.
struct Evidence {
  policy::Limits limits;
  Microseconds elapsed{};  // our clock, from the program's handing over to the end
  Microseconds cpu{};      // the kernel's clock of the process over that time

  bool cancelled = false;       // the caller withdrew or went away
  bool wallKilled = false;      // we killed it after wall + grace
  bool cpuKilled = false;       // we killed it after cpu + grace
  bool outputExceeded = false;  // more console or value bytes arrived than allowed
  bool readerLost = false;      // a stream's reader took nothing for too long
  bool zygoteGone = false;      // its parent died, and every runner with it
  std::uint64_t oomKills = 0;   // of its cgroup, during the run
  std::optional<ipc::SyscallReport> violation;
  std::optional<std::string> protocolFault;
  std::optional<ipc::Exited> exit;  // only when the process ended by itself

  std::optional<ipc::Claim> claim;
  bool valueArrived = false;
  std::uint64_t steps = 0;  // with a claim: of the engine, the runner's word likewise
};

struct Decision {
  Verdict verdict = Verdict::InternalError;
  std::string message;  // one sentence for people; empty for ok
};

Decision decide(const Evidence& evidence);

}  // namespace isobox::supervisor

#endif
