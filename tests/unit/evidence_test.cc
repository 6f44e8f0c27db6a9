// The verdict follows from the evidence: a row for every way a run can end, and for every lie.
#include "supervisor/evidence.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <functional>

namespace isobox::supervisor {
namespace {

struct Row {
  const char* name;
  std::function<void(Evidence&)> arrange;
  Verdict verdict;
};

ipc::Exited died(int code, int status) { return {.runner = 1, .code = code, .status = status}; }

const Row kRows[] = {
    {"completed", [](Evidence& e) { e.claim = ipc::Claim::Completed; e.valueArrived = true; }, Verdict::Ok},
    {"completed without a value", [](Evidence& e) { e.claim = ipc::Claim::Completed; }, Verdict::ProtocolViolation},
    {"threw", [](Evidence& e) { e.claim = ipc::Claim::Threw; }, Verdict::Error},
    {"syntax", [](Evidence& e) { e.claim = ipc::Claim::SyntaxError; }, Verdict::SyntaxError},
    {"wall expired", [](Evidence& e) { e.claim = ipc::Claim::WallExpired; e.elapsed = e.limits.wall; }, Verdict::Timeout},
    {"wall claimed too early", [](Evidence& e) { e.claim = ipc::Claim::WallExpired; e.elapsed = e.limits.wall - Microseconds(1); }, Verdict::ProtocolViolation},
    {"cpu expired", [](Evidence& e) { e.claim = ipc::Claim::CpuExpired; e.cpu = e.limits.cpu; }, Verdict::CpuLimit},
    {"cpu claimed too early", [](Evidence& e) { e.claim = ipc::Claim::CpuExpired; e.cpu = e.limits.cpu - Microseconds(1); }, Verdict::ProtocolViolation},
    {"heap exhausted", [](Evidence& e) { e.claim = ipc::Claim::HeapExhausted; }, Verdict::MemoryLimit},
    {"console too long", [](Evidence& e) { e.claim = ipc::Claim::ConsoleTooLong; }, Verdict::OutputLimit},
    {"value too large", [](Evidence& e) { e.claim = ipc::Claim::ValueTooLarge; }, Verdict::OutputLimit},
    {"value refused", [](Evidence& e) { e.claim = ipc::Claim::ValueRefused; }, Verdict::Error},
    {"out of fuel", [](Evidence& e) { e.claim = ipc::Claim::FuelExpired; e.limits.fuel = e.steps = 100; }, Verdict::CpuLimit},
    {"out of fuel without any", [](Evidence& e) { e.claim = ipc::Claim::FuelExpired; e.steps = 100; }, Verdict::ProtocolViolation},
    {"out of fuel too early", [](Evidence& e) { e.claim = ipc::Claim::FuelExpired; e.limits.fuel = 100; e.steps = 99; }, Verdict::ProtocolViolation},
    {"more steps than fuel", [](Evidence& e) { e.claim = ipc::Claim::Completed; e.valueArrived = true; e.limits.fuel = 100; e.steps = 101; }, Verdict::ProtocolViolation},
    {"all of its fuel", [](Evidence& e) { e.claim = ipc::Claim::Completed; e.valueArrived = true; e.limits.fuel = e.steps = 100; }, Verdict::Ok},
    {"many steps without a limit", [](Evidence& e) { e.claim = ipc::Claim::Completed; e.valueArrived = true; e.steps = std::uint64_t{1} << 53; }, Verdict::Ok},
    {"more steps than anybody can take", [](Evidence& e) { e.claim = ipc::Claim::Completed; e.valueArrived = true; e.steps = (std::uint64_t{1} << 53) + 1; }, Verdict::ProtocolViolation},
    {"bad input", [](Evidence& e) { e.claim = ipc::Claim::BadInput; }, Verdict::InvalidRequest},
    {"interrupted", [](Evidence& e) { e.cancelled = true, e.claim = ipc::Claim::Interrupted; }, Verdict::Cancelled},
    {"interrupted by nobody", [](Evidence& e) { e.claim = ipc::Claim::Interrupted; }, Verdict::ProtocolViolation},
    {"done before it was interrupted", [](Evidence& e) { e.cancelled = true, e.claim = ipc::Claim::Threw; }, Verdict::Error},
    {"killed after the wall limit", [](Evidence& e) { e.wallKilled = true; }, Verdict::Timeout},
    {"killed after the cpu limit", [](Evidence& e) { e.cpuKilled = true; }, Verdict::CpuLimit},
    {"too much output", [](Evidence& e) { e.outputExceeded = true; }, Verdict::OutputLimit},
    {"oom", [](Evidence& e) { e.oomKills = 1; e.exit = died(CLD_KILLED, SIGKILL); }, Verdict::MemoryLimit},
    {"denied call", [](Evidence& e) { e.violation = ipc::SyscallReport{.name = "openat", .abi = "x86_64"}; }, Verdict::Violation},
    {"denied call without a name", [](Evidence& e) { e.exit = died(CLD_KILLED, SIGSYS); }, Verdict::Violation},
    {"denied call beats a claim", [](Evidence& e) { e.violation = ipc::SyscallReport{}; e.claim = ipc::Claim::Completed; e.valueArrived = true; }, Verdict::Violation},
    {"bad frames", [](Evidence& e) { e.protocolFault = "a frame"; }, Verdict::ProtocolViolation},
    {"bad frames beat a claim", [](Evidence& e) { e.protocolFault = "a frame"; e.claim = ipc::Claim::Completed; e.valueArrived = true; }, Verdict::ProtocolViolation},
    {"segmentation fault", [](Evidence& e) { e.exit = died(CLD_KILLED, SIGSEGV); }, Verdict::Crashed},
    {"core dumped", [](Evidence& e) { e.exit = died(CLD_DUMPED, SIGABRT); }, Verdict::Crashed},
    {"cpu signal", [](Evidence& e) { e.exit = died(CLD_KILLED, SIGXCPU); }, Verdict::CpuLimit},
    {"killed by the kernel for cpu", [](Evidence& e) { e.exit = died(CLD_KILLED, SIGKILL); e.cpu = e.limits.cpu; }, Verdict::CpuLimit},
    {"killed by somebody", [](Evidence& e) { e.exit = died(CLD_KILLED, SIGKILL); }, Verdict::Crashed},
    {"left by itself", [](Evidence& e) { e.exit = died(CLD_EXITED, 0); }, Verdict::Crashed},
    {"cancelled", [](Evidence& e) { e.cancelled = true; }, Verdict::Cancelled},
    {"zygote gone", [](Evidence& e) { e.zygoteGone = true; }, Verdict::InternalError},
    {"nothing known", [](Evidence&) {}, Verdict::InternalError},
};

TEST(Evidence, DecidesEveryRow) {
  for (const Row& row : kRows) {
    Evidence evidence;
    row.arrange(evidence);
    const Decision decision = decide(evidence);
    EXPECT_EQ(verdictName(decision.verdict), verdictName(row.verdict)) << row.name;
    EXPECT_EQ(decision.message.empty(), row.verdict == Verdict::Ok) << row.name;
  }
}

TEST(Evidence, NamesTheCallAndItsAbi) {
  Evidence evidence;
  evidence.violation = ipc::SyscallReport{.name = "openat", .number = 257, .abi = "x86_64"};
  EXPECT_EQ(decide(evidence).message, "the process called openat (x86_64)");
  evidence.violation = ipc::SyscallReport{.name = "", .number = 1000, .abi = "x32"};
  EXPECT_EQ(decide(evidence).message, "the process called system call 1000 (x32)");
}

TEST(Evidence, EveryClaimHasARow) {
  for (std::uint8_t claim = 0; claim < ipc::kClaimCount; ++claim) {
    Evidence evidence;
    evidence.claim = static_cast<ipc::Claim>(claim);
    evidence.valueArrived = true;
    evidence.cancelled = true;
    evidence.elapsed = evidence.limits.wall;
    evidence.cpu = evidence.limits.cpu;
    evidence.limits.fuel = evidence.steps = 1;
    EXPECT_NE(decide(evidence).verdict, Verdict::ProtocolViolation) << int(claim);
  }
}

}  // namespace
}  // namespace isobox::supervisor
