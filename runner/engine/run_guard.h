// What ends a run before its script does: time, memory, too much output. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_ENGINE_RUN_GUARD_H
#define ISOBOX_RUNNER_ENGINE_RUN_GUARD_H

#include <optional>

#include "ipc/frames.h"
#include "runner/engine/deadline.h"
#include "runner/engine/duktape_unit.h"

namespace isobox::runner {

/// The first reason to stop wins and stays until the next run begins. From then on every instruction and
/// every native step throws, so that no `catch` or `finally` gets further than its first instruction.
class RunGuard : public isobox_hooks {
 public:
  RunGuard();
  RunGuard(const RunGuard&) = delete;
  RunGuard& operator=(const RunGuard&) = delete;

  void attach(duk_context* ctx) { ctx_ = ctx; }
  duk_context* ctx() const { return ctx_; }

  /// Starts the clocks and measures the native stack from here.
  void begin(Milliseconds wall, Milliseconds cpu);
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

 private:
  duk_context* ctx_ = nullptr;
  Deadline deadline_;
  std::optional<ipc::Claim> stopped_;
  bool running_ = false;
};

}  // namespace isobox::runner

#endif
