// The gate's table. Supervisor.
#include "supervisor/gate.h"

#include "supervisor/runner_process.h"

namespace isobox::supervisor {
namespace {

using policy::Limits;

constexpr std::uint64_t kEnvelope = 16;  // level or type, and lengths

std::uint64_t none(const Limits&) { return 0; }
std::uint64_t errorText(const Limits&) { return 4 * ipc::kMaxErrorText + 256; }
std::uint64_t consoleText(const Limits& limits) { return limits.console.count + kEnvelope; }
std::uint64_t valueText(const Limits& limits) { return limits.value.count + kEnvelope; }
std::uint64_t callText(const Limits& limits) { return limits.value.count + ipc::kMaxCallName + kEnvelope; }
std::uint64_t moduleName(const Limits&) { return ipc::kMaxDeniedName + kEnvelope; }

const GateRow kRows[] = {
    {ipc::Frame::Failed, RunnerState::Locking, errorText, &RunnerProcess::onFailed},
    {ipc::Frame::Ready, RunnerState::Locking, none, &RunnerProcess::onReady},
    {ipc::Frame::Console, RunnerState::Running, consoleText, &RunnerProcess::onConsole},
    {ipc::Frame::Value, RunnerState::Running, valueText, &RunnerProcess::onValue, &RunnerProcess::jsonOfValue},
    {ipc::Frame::Item, RunnerState::Running, valueText, &RunnerProcess::onItem, &RunnerProcess::jsonOfValue},
    {ipc::Frame::Call, RunnerState::Running, callText, &RunnerProcess::onCall, &RunnerProcess::jsonOfCall},
    {ipc::Frame::Denied, RunnerState::Running, moduleName, &RunnerProcess::onDenied},
    {ipc::Frame::Done, RunnerState::Running, errorText, &RunnerProcess::onDone},
    {ipc::Frame::Again, RunnerState::PuttingBack, none, &RunnerProcess::onAgain},
};

}  // namespace

const GateRow* findGateRow(ipc::Frame frame, RunnerState state) {
  for (const GateRow& row : kRows)
    if (row.frame == frame && row.state == state) return &row;
  return nullptr;
}

}  // namespace isobox::supervisor
