// What ends a run before its script does: time, memory, too much output. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_ENGINE_RUN_GUARD_H
#define ISOBOX_RUNNER_ENGINE_RUN_GUARD_H

#include <optional>

#include "ipc/frames.h"
#include "runner/engine/deadline.h"
#include "runner/engine/duktape_unit.h"

namespace isobox::runner {

class OutputSink;

/// The first reason to stop wins and stays until the next run begins. From then on every instruction and
/// every native step throws, so that no `catch` or `finally` gets further than its first instruction.
class RunGuard : public isobox_hooks {
 public:
  RunGuard();
  RunGuard(const RunGuard&) = delete;
  RunGuard& operator=(const RunGuard&) = delete;

  void attach(duk_context* ctx) { ctx_ = ctx; }
  duk_context* ctx() const { return ctx_; }

  /// Starts the clocks and measures the native stack from here. `outside` is asked now and then whether the run is to be
  /// interrupted.
  void begin(Milliseconds wall, Milliseconds cpu, OutputSink& outside);
  /// From here on the program's steps are counted; 0: it may take as many as it likes.
  void countSteps(std::uint64_t fuel);
  /// Taken since then, but no more than allowed; 0 when that was not in this run.
  std::uint64_t stepsTaken() const;
  /// Takes so many at once; false when the run must stop.
  bool takeSteps(std::uint64_t steps);
  /// No limits until the next begin.
  void end();
  bool running() const { return running_; }
  /// This much of the wall time since begin() does not count.
  void exclude(std::chrono::nanoseconds time) { deadline_.extend(time); }

  std::chrono::nanoseconds wallLeft() const { return deadline_.wallLeft(); }

  void stop(ipc::Claim why);
  std::optional<ipc::Claim> stopped() const { return stopped_; }

  /// Looks at the clock; true when the run must stop.
  bool mustStop();
  /// Asks `outside` now: it was waited for, and may have said so meanwhile.
  void askOutside();

 private:
  duk_context* ctx_ = nullptr;
  Deadline deadline_;
  OutputSink* outside_ = nullptr;
  std::chrono::nanoseconds nextAsked_{};  // by the deadline's clock
  std::optional<ipc::Claim> stopped_;
  bool running_ = false;
  bool counting_ = false;  // the program has begun
};

}  // namespace isobox::runner

#endif
