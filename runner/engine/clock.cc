// The clocks a script can see. Runs in the zygote and in sealed runners. Both go through the vDSO; where
// there is none, clock_gettime is among the few calls a sealed runner may make.
#include <cmath>
#include <cstdint>
#include <ctime>

#include "runner/engine/duktape_unit.h"

namespace {

double milliseconds(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace

extern "C" double isobox_wall_ms() {
  return std::floor(milliseconds(CLOCK_REALTIME));
}
extern "C" double isobox_monotonic_ms() {
  return milliseconds(CLOCK_MONOTONIC);
}
extern "C" std::int64_t isobox_coarse_tick() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return now.tv_sec ^ now.tv_nsec;
}
