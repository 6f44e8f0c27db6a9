// Limits against their ceilings. Runs in the supervisor and in the user's process. Trusted.
#include "policy/limits.h"

#include "ipc/frames.h"
#include "policy/units_text.h"

namespace isobox::policy {
namespace {

std::string text(Milliseconds value) {
  return durationText(value);
}
std::string text(Bytes value) {
  return sizeText(value);
}
std::string text(std::uint64_t value) {
  return std::to_string(value);
}

template <class Quantity>
Result<> check(const char* name, Quantity wanted, Quantity least, Quantity most) {
  if (wanted >= least && wanted <= most) return {};
  return Error(name, 0, text(wanted) + " is not between " + text(least) + " and " + text(most));
}

}  // namespace

static_assert(kHardCeiling.calls == ipc::kMaxCalls);

Bytes hardMemoryLimit(const Limits& limits) {
  return limits.memory + kMemoryOverhead + limits.source + limits.input + limits.value;
}

Result<> checkWithin(const Limits& wanted, const Limits& ceiling) {
  ISOBOX_CHECK(check("wall", wanted.wall, Milliseconds(1), ceiling.wall));
  ISOBOX_CHECK(check("cpu", wanted.cpu, Milliseconds(1), ceiling.cpu));
  ISOBOX_CHECK(check("memory", wanted.memory, kMinimumMemory, ceiling.memory));
  ISOBOX_CHECK(check("source", wanted.source, 1_B, ceiling.source));
  ISOBOX_CHECK(check("input", wanted.input, 0_B, ceiling.input));
  ISOBOX_CHECK(check("console", wanted.console, 0_B, ceiling.console));
  ISOBOX_CHECK(check("value", wanted.value, 0_B, ceiling.value));
  ISOBOX_CHECK(check("calls", wanted.calls, std::uint32_t{0}, ceiling.calls));
  if (ceiling.fuel != 0) ISOBOX_CHECK(check("fuel", wanted.fuel, std::uint64_t{wanted.fuel == 0 ? 0u : 1u}, ceiling.fuel));
  return check("valueDepth", wanted.valueDepth, std::uint32_t{0}, ceiling.valueDepth);
}

}  // namespace isobox::policy
