// When a program gives way to others. Pure. Supervisor.
#include "supervisor/cpu_turn.h"

#include <algorithm>

namespace isobox::supervisor {
namespace {

// One that sleeps need not be looked at often; when it wakes up and works, it yields late by this at most.
constexpr Milliseconds kLongestPause{1000};

}  // namespace

CpuTurn::CpuTurn(Clock::time_point now, Microseconds after, bool yields)
    : yielding_(yields), until_(after), due_(after == Microseconds(0) ? Clock::time_point::max() : yields ? now + kWindow : now + after) {}

CpuTurn::Step CpuTurn::look(Clock::time_point now, Microseconds used) {
  return yielding_ ? whileYielding(now, used) : whileBeside(now, used);
}

CpuTurn::Step CpuTurn::whileBeside(Clock::time_point now, Microseconds used) {
  if (used >= until_) {
    yielding_ = true;
    lastUsed_ = used;
    due_ = now + kWindow;
    return Step::Yield;
  }
  const bool worked = used > lastUsed_;
  pause_ = worked ? Milliseconds(1) : std::min(2 * pause_, kLongestPause);
  lastUsed_ = used;
  // One thread cannot use more CPU than time passes.
  due_ = now + std::max<Clock::duration>(until_ - used, pause_);
  return Step::None;
}

CpuTurn::Step CpuTurn::whileYielding(Clock::time_point now, Microseconds used) {
  const auto got = used - lastUsed_;
  lastUsed_ = used;
  if (got >= kLeast) {
    due_ = now + kWindow;
    return Step::None;
  }
  yielding_ = false;
  until_ = used + kLeast;
  pause_ = Milliseconds(1);
  due_ = now + kLeast;
  return Step::Return;
}

}  // namespace isobox::supervisor
