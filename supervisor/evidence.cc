// From evidence to verdict. Pure: no clock, no file, no process. Supervisor.
#include "supervisor/evidence.h"

#include <signal.h>
#include <sys/wait.h>

#include <cstring>

namespace isobox::supervisor {
namespace {

std::string inWords(Microseconds time) {
  return std::to_string(std::chrono::duration_cast<Milliseconds>(time).count()) + " ms";
}

Decision timeout(const Evidence& e) {
  return {Verdict::Timeout, "the program ran longer than " + inWords(e.limits.wall)};
}

Decision cpuLimit(const Evidence& e) {
  return {Verdict::CpuLimit, "the program used more than " + inWords(e.limits.cpu) + " of CPU time"};
}

Decision memoryLimit(const Evidence& e) {
  return {Verdict::MemoryLimit, "the program needed more than " + std::to_string(e.limits.memory.count) + " bytes"};
}

Decision cancelled() { return {Verdict::Cancelled, "the request was cancelled"}; }

Decision outOfFuel(const Evidence& e) {
  return {Verdict::CpuLimit, "the program used more than " + std::to_string(e.limits.fuel) + " engine steps"};
}

Decision outputLimit(std::string what) { return {Verdict::OutputLimit, std::move(what)}; }

Decision forged(const std::string& what) {
  return {Verdict::ProtocolViolation, "the runner claimed what cannot be: " + what};
}

std::string signalName(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name ? std::string("SIG") + name : "signal " + std::to_string(signal);
}

Decision violation(const ipc::SyscallReport& report) {
  const std::string name = report.name.empty() ? "system call " + std::to_string(report.number) : report.name;
  return {Verdict::Violation, "the process called " + name + " (" + report.abi + ")"};
}

/// The process is gone and has not said that its program ended.
Decision decideByExit(const Evidence& e) {
  const ipc::Exited& exit = *e.exit;
  if (exit.code == CLD_EXITED)
    return {Verdict::Crashed, "the process ended with status " + std::to_string(exit.status) + " before it answered"};
  if (exit.status == SIGSYS) return {Verdict::Violation, "the process was killed for a system call"};
  if (exit.status == SIGXCPU || (exit.status == SIGKILL && e.cpu >= e.limits.cpu)) return cpuLimit(e);
  return {Verdict::Crashed, "the process was killed by " + signalName(exit.status)};
}

/// The runner's word, held against our own clocks.
Decision decideByClaim(const Evidence& e) {
  // No process takes 2^53 steps, and no reader of JSON likes more.
  if (e.steps > (e.limits.fuel != 0 ? e.limits.fuel : std::uint64_t{1} << 53)) return forged(std::to_string(e.steps) + " steps");
  switch (*e.claim) {
    case ipc::Claim::Completed:
      if (!e.valueArrived) return forged("completion without a value");
      return {Verdict::Ok, {}};
    case ipc::Claim::Threw: return {Verdict::Error, "the program threw"};
    case ipc::Claim::SyntaxError: return {Verdict::SyntaxError, "the program could not be parsed"};
    case ipc::Claim::WallExpired:
      return e.elapsed >= e.limits.wall ? timeout(e) : forged("a timeout after " + inWords(e.elapsed));
    case ipc::Claim::CpuExpired:
      return e.cpu >= e.limits.cpu ? cpuLimit(e) : forged("the CPU limit after " + inWords(e.cpu));
    case ipc::Claim::HeapExhausted: return memoryLimit(e);
    case ipc::Claim::ConsoleTooLong:
      return outputLimit("the console needed more than " + std::to_string(e.limits.console.count) + " bytes");
    case ipc::Claim::ValueTooLarge:
      return outputLimit("the value needs more than " + std::to_string(e.limits.value.count) + " bytes as JSON");
    case ipc::Claim::ValueRefused: return {Verdict::Error, "the value cannot be carried"};
    case ipc::Claim::FuelExpired:
      return e.limits.fuel != 0 && e.steps == e.limits.fuel ? outOfFuel(e)
                                                            : forged("that it was out of fuel after " + std::to_string(e.steps) + " steps");
    case ipc::Claim::BadInput: return {Verdict::InvalidRequest, "the runner refused the input"};
    case ipc::Claim::Interrupted: return e.cancelled ? cancelled() : forged("an interruption that nobody asked for");
  }
  return forged("an unknown end");
}

}  // namespace

Decision decide(const Evidence& e) {
  // The kernel's word first, then ours, then what the host did, then the runner's.
  if (e.violation) return violation(*e.violation);
  if (e.protocolFault) return {Verdict::ProtocolViolation, *e.protocolFault};
  if (e.outputExceeded) return outputLimit("more output arrived than allowed");
  if (e.oomKills > 0) return memoryLimit(e);
  if (e.claim) return decideByClaim(e);
  if (e.readerLost) return {Verdict::Cancelled, "the stream's reader took nothing for too long"};
  if (e.cancelled) return cancelled();
  if (e.wallKilled) return timeout(e);
  if (e.cpuKilled) return cpuLimit(e);
  if (e.zygoteGone) return {Verdict::InternalError, "the zygote died and took the runner with it"};
  if (e.exit) return decideByExit(e);
  return {Verdict::InternalError, "the runner was lost without a trace"};
}

}  // namespace isobox::supervisor
