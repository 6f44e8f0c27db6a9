// What ends a run before its script does. Runs in sealed runners.
#include "runner/engine/run_guard.h"

#include <unistd.h>

namespace isobox::runner {

namespace {

// The native stack is RLIMIT_STACK, 8 MiB, and a run begins near its top. Scripts get the first part; what
// lies below is for natives that do not ask.
constexpr std::uintptr_t kScriptStack = std::uintptr_t{5} << 20;

int askGuard(isobox_hooks* hooks) {
  return static_cast<RunGuard*>(hooks)->mustStop() ? 1 : 0;
}

}  // namespace

RunGuard::RunGuard() : isobox_hooks{} {
  must_stop = &askGuard;
  poll_countdown = ISOBOX_POLL_INTERVAL;
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  stack_floor = here - kScriptStack;
}

void RunGuard::begin(Milliseconds wall, Milliseconds cpu) {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  stack_floor = here - kScriptStack;
  stopped_.reset();
  poll_countdown = ISOBOX_POLL_INTERVAL;
  deadline_.start(wall, cpu);
  running_ = true;
}

void RunGuard::end() {
  running_ = false;
  stopped_.reset();
  poll_countdown = ISOBOX_POLL_INTERVAL;
}

void RunGuard::stop(ipc::Claim why) {
  if (!stopped_) stopped_ = why;
  poll_countdown = 0;
  isobox_stop_soon(ctx_);
}

bool RunGuard::mustStop() {
  if (stopped_) return true;
  if (!running_) return false;
  switch (deadline_.look()) {
    case Deadline::State::Open:
      return false;
    case Deadline::State::WallExpired:
      stop(ipc::Claim::WallExpired);
      return true;
    case Deadline::State::CpuExpired:
      stop(ipc::Claim::CpuExpired);
      return true;
  }
  return true;
}

}  // namespace isobox::runner

extern "C" void isobox_fatal(void*, const char*) {
  // An engine that lost its footing has nothing to say that anybody should believe.
  ::_exit(70);
}
