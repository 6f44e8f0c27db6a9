// Where a time goes, part by part. Used in every process.
#ifndef ISOBOX_IPC_BASE_LAP_CLOCK_H
#define ISOBOX_IPC_BASE_LAP_CLOCK_H

#include <chrono>

#include "ipc/base/units.h"

namespace isobox {

/// Fills a struct of durations. Each call of `ended` gives the time since the one before to a part, so the parts have no gaps
/// and do not overlap.
template <class Times>
class LapClock {
 public:
  using Clock = std::chrono::steady_clock;
  using Part = Nanoseconds Times::*;

  explicit LapClock(Clock::time_point begin = Clock::now()) : begin_(begin), since_(begin) {}

  void ended(Part part, Clock::time_point now = Clock::now()) {
    times_.*part += now - since_;
    since_ = now;
  }
  /// Somebody else has measured this part of it.
  void passed(Part part, Nanoseconds time) {
    times_.*part += time;
    since_ += time;
  }

  Clock::time_point begin() const { return begin_; }
  const Times& times() const { return times_; }

 private:
  Clock::time_point begin_, since_;
  Times times_{};
};

}  // namespace isobox

#endif
