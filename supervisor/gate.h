// The gate: which frame a runner may send in which state, how large, and who handles it. Anything else ends the
// runner with the verdict protocol_violation. Supervisor.
#ifndef ISOBOX_SUPERVISOR_GATE_H
#define ISOBOX_SUPERVISOR_GATE_H

#include <optional>
#include <string>
#include <string_view>

#include "ipc/frames.h"
#include "policy/limits.h"

namespace isobox::supervisor {

class RunnerProcess;

enum class RunnerState {
  Spawning,  // ordered, not seen yet
  Locking,   // locks itself up
  Idle,      // proven, waiting for a program
  Running,
  PuttingBack,  // its program has ended, and its memory goes back to what it was before the first
  Over,      // whatever comes now is not read any more
};

/// A fault to end the runner with, or "". It may take the payload.
using GateHandler = std::string_view (RunnerProcess::*)(std::string& payload);

/// Text in a payload that others will read as JSON, once it is known to be JSON, and how deep it may be.
struct JsonPart {
  std::string_view text;
  std::size_t depth;
};
/// Nothing when it has none, or is malformed, which the handler will find.
using JsonFinder = std::optional<JsonPart> (RunnerProcess::*)(std::string_view payload) const;

struct GateRow {
  ipc::Frame frame;
  RunnerState state;
  std::uint64_t (*maxPayload)(const policy::Limits&);  // in bytes
  GateHandler handler;
  JsonFinder json = nullptr;  // looked at before the handler
};

/// The row for this frame in this state, or nullptr.
const GateRow* findGateRow(ipc::Frame frame, RunnerState state);

}  // namespace isobox::supervisor

#endif
