// The limits of one execution, their defaults in one place, and the ceiling an operator sets over them.
// Used in the supervisor and, for its defaults and units, in the user's process. Trusted.
#ifndef ISOBOX_POLICY_LIMITS_H
#define ISOBOX_POLICY_LIMITS_H

#include <cstdint>
#include <string>

#include "ipc/base/result.h"
#include "ipc/base/units.h"

namespace isobox::policy {

struct Limits {
  Milliseconds wall{30'000};       // from the program's start in the runner to its end
  Milliseconds cpu{30'000};        // user and system time of the runner during the run
  Bytes memory = 64_MiB;           // the engine's heap; the cgroup's hard limit lies kMemoryOverhead above it
  Bytes source = 1_MiB;            // the program text
  Bytes input = 8_MiB;             // context, globals and env as JSON text, stdin and arguments, together
  Bytes console = 4_MiB;           // text of all console calls, and ipc::kConsoleCallCost for each
  Bytes value = 8_MiB;             // the value as JSON text
  std::uint32_t valueDepth = 256;  // nesting of arrays and objects in the value and in the input
  std::uint32_t calls = 20'000;    // of the client's functions; 0: they are refused
  std::uint64_t fuel = 0;          // engine steps; 0: not counted out. A ceiling of 0 is none

  bool operator==(const Limits&) const = default;
};

/// What a client may ask for at most, unless the operator's policy says otherwise.
inline constexpr Limits kDefaultCeiling{
    .wall = Milliseconds(300'000),
    .cpu = Milliseconds(300'000),
    .memory = 512_MiB,
    .source = 16_MiB,
    .input = 32_MiB,
    .console = 16_MiB,
    .value = 64_MiB,
    .valueDepth = 340,
    .calls = 20'000,
    .fuel = 0,
};

/// What cannot be exceeded by any policy: the arena's address space, frame sizes, and for the depth a third
/// of what the JSON validator can count, as one level of a value can take three levels of tagged JSON.
inline constexpr Limits kHardCeiling{
    .wall = Milliseconds(86'400'000),
    .cpu = Milliseconds(86'400'000),
    .memory = Bytes{4ull << 30},
    .source = 64_MiB,
    .input = 64_MiB,
    .console = 256_MiB,
    .value = 256_MiB,
    .valueDepth = 340,
    .calls = 20'000,
    .fuel = 1ull << 53,
};

/// Smallest budget the engine starts with.
inline constexpr Bytes kMinimumMemory = 2_MiB;

/// Between the engine's budget and the cgroup's limit: the runner's own code, stacks, page tables, and the
/// frames it holds (source, input and value are counted on top of this).
inline constexpr Bytes kMemoryOverhead = 16_MiB;

/// How long after `wall` or `cpu` the process is killed from outside if the engine did not yield.
inline constexpr Milliseconds kGrace{200};

/// The cgroup's hard limit for a run with these limits: budget, overhead, and the frames with source, input
/// and value.
Bytes hardMemoryLimit(const Limits& limits);

/// Error when one of `wanted` lies above `ceiling` or below what makes sense (no time, no source, memory
/// under kMinimumMemory). Its operation is the limit's name ("memory"), its detail the value, the unit and
/// the allowed range: "memory: 1GiB is not between 2MiB and 512MiB".
Result<> checkWithin(const Limits& wanted, const Limits& ceiling);

}  // namespace isobox::policy

#endif
