// How much time a run has left. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_ENGINE_DEADLINE_H
#define ISOBOX_RUNNER_ENGINE_DEADLINE_H

#include <chrono>

#include "ipc/base/units.h"

namespace isobox::runner {

/// Wall time by CLOCK_MONOTONIC, which costs no system call, and CPU time of the process, which does.
class Deadline {
 public:
  enum class State { Open, WallExpired, CpuExpired };

  /// Both are counted from here on.
  void start(Milliseconds wall, Milliseconds cpu);

  /// Time that does not count: somebody was waited for.
  void extend(std::chrono::nanoseconds by) { wallEnd_ += by, nextCpuLook_ += by; }

  /// Cheap enough to be asked every millisecond: the CPU clock is read only when the CPU time can be used up,
  /// as one thread cannot use more of it than wall time has passed.
  State look();
  /// When that was last asked, by the wall's clock.
  std::chrono::nanoseconds lastLook() const { return lastLook_; }

  /// Negative when it is over.
  std::chrono::nanoseconds wallLeft() const;

 private:
  std::chrono::nanoseconds wallEnd_{};
  std::chrono::nanoseconds cpuEnd_{};
  std::chrono::nanoseconds nextCpuLook_{};  // on the wall's clock
  std::chrono::nanoseconds lastLook_{};     // likewise
};

}  // namespace isobox::runner

#endif
