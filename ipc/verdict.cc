// Names and exit statuses of verdicts. Runs in the supervisor and in the user's process. Trusted.
#include "ipc/verdict.h"

#include <array>

namespace isobox {
namespace {

struct Row {
  Verdict verdict;
  std::string_view name;
  int exitStatus;
};

constexpr std::array<Row, kVerdictCount> kRows{{
    {Verdict::Ok, "ok", 0},
    {Verdict::Error, "error", 1},
    {Verdict::SyntaxError, "syntax_error", 3},
    {Verdict::Timeout, "timeout", 4},
    {Verdict::CpuLimit, "cpu_limit", 5},
    {Verdict::MemoryLimit, "memory_limit", 6},
    {Verdict::OutputLimit, "output_limit", 7},
    {Verdict::Violation, "violation", 8},
    {Verdict::Crashed, "crashed", 9},
    {Verdict::ProtocolViolation, "protocol_violation", 10},
    {Verdict::Cancelled, "cancelled", 11},
    {Verdict::Overloaded, "overloaded", 12},
    {Verdict::InvalidRequest, "invalid_request", 13},
    {Verdict::InternalError, "internal_error", 14},
}};

}  // namespace

std::string_view verdictName(Verdict verdict) { return kRows.at(static_cast<std::size_t>(verdict)).name; }

std::optional<Verdict> verdictFromName(std::string_view name) {
  for (const Row& row : kRows)
    if (row.name == name) return row.verdict;
  return std::nullopt;
}

int verdictExitStatus(Verdict verdict) { return kRows.at(static_cast<std::size_t>(verdict)).exitStatus; }

}  // namespace isobox
