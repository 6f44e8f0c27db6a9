// How much time a run has left. Runs in sealed runners.
#include "runner/engine/deadline.h"

#include <algorithm>
#include <ctime>

namespace isobox::runner {

namespace {

using std::chrono::nanoseconds;

// Between two readings of the CPU clock near its end; a reading costs a quarter of a microsecond.
constexpr nanoseconds kShortestCpuWait = std::chrono::microseconds(200);

nanoseconds now(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

}  // namespace

void Deadline::start(Milliseconds wall, Milliseconds cpu) {
  const nanoseconds begin = now(CLOCK_MONOTONIC);
  wallEnd_ = begin + wall;
  cpuEnd_ = now(CLOCK_PROCESS_CPUTIME_ID) + cpu;
  nextCpuLook_ = begin + cpu;
  lastLook_ = begin;
}

nanoseconds Deadline::wallLeft() const {
  return wallEnd_ - now(CLOCK_MONOTONIC);
}

Deadline::State Deadline::look() {
  const nanoseconds wall = lastLook_ = now(CLOCK_MONOTONIC);
  if (wall >= nextCpuLook_) {
    const nanoseconds left = cpuEnd_ - now(CLOCK_PROCESS_CPUTIME_ID);
    if (left <= nanoseconds::zero()) return State::CpuExpired;
    nextCpuLook_ = wall + std::max(left, kShortestCpuWait);
  }
  return wall >= wallEnd_ ? State::WallExpired : State::Open;
}

}  // namespace isobox::runner
