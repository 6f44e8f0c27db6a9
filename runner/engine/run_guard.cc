// What ends a run before its script does. Runs in sealed runners.
#include "runner/engine/run_guard.h"

#include <sys/random.h>
#include <unistd.h>

#include <algorithm>

#include "runner/engine/engine.h"

namespace isobox::runner {

namespace {

// The native stack is RLIMIT_STACK, 8 MiB, and a run begins near its top. Scripts get the first part; what
// lies below is for natives that do not ask.
constexpr std::uintptr_t kScriptStack = std::uintptr_t{5} << 20;

// Asking takes a system call: a thousandth of the time at most.
constexpr std::chrono::milliseconds kBetweenQuestions{5};

int askGuard(isobox_hooks* hooks) {
  return static_cast<RunGuard*>(hooks)->mustStop() ? 1 : 0;
}

}  // namespace

RunGuard::RunGuard() : isobox_hooks{} {
  must_stop = &askGuard;
  // Before the seal, once in a zygote's life.
  if (::getrandom(text_key, sizeof text_key, 0) != sizeof text_key) isobox_fatal(this, "no random bytes");
  text_key[1] |= 1;
  isobox_count_steps(this, ISOBOX_NO_FUEL_LIMIT);
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  stack_floor = here - kScriptStack;
}

void RunGuard::begin(Milliseconds wall, Milliseconds cpu, OutputSink& outside) {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  stack_floor = here - kScriptStack;
  stopped_.reset();
  isobox_count_steps(this, ISOBOX_NO_FUEL_LIMIT);
  deadline_.start(wall, cpu);
  outside_ = &outside;
  nextAsked_ = deadline_.lastLook() + kBetweenQuestions;
  running_ = true;
  counting_ = false;
}

void RunGuard::end() {
  running_ = false;
  outside_ = nullptr;
  stopped_.reset();
  isobox_count_steps(this, ISOBOX_NO_FUEL_LIMIT);
}

void RunGuard::countSteps(std::uint64_t fuelGiven) {
  isobox_stop_soon(ctx_);  // what was granted before is not of this count
  isobox_count_steps(this, fuelGiven == 0 ? ISOBOX_NO_FUEL_LIMIT : fuelGiven);
  counting_ = true;
}

std::uint64_t RunGuard::stepsTaken() const {
  return counting_ ? std::min(isobox_steps(ctx_), fuel) : 0;
}

bool RunGuard::takeSteps(std::uint64_t count) {
  return isobox_take_steps(ctx_, count) != 0 || !mustStop();
}

void RunGuard::stop(ipc::Claim why) {
  if (!stopped_) stopped_ = why;
  isobox_stop_soon(ctx_);
}

bool RunGuard::mustStop() {
  if (stopped_) return true;
  if (!running_) return false;
  if (out_of_fuel) {
    stop(ipc::Claim::FuelExpired);
    return true;
  }
  switch (deadline_.look()) {
    case Deadline::State::Open:
      if (outside_ && deadline_.lastLook() >= nextAsked_) askOutside();
      return stopped_.has_value();
    case Deadline::State::WallExpired:
      stop(ipc::Claim::WallExpired);
      return true;
    case Deadline::State::CpuExpired:
      stop(ipc::Claim::CpuExpired);
      return true;
  }
  return true;
}

void RunGuard::askOutside() {
  if (!outside_ || stopped_) return;
  nextAsked_ = deadline_.lastLook() + kBetweenQuestions;
  if (outside_->interrupted()) stop(ipc::Claim::Interrupted);
}

}  // namespace isobox::runner

extern "C" void isobox_fatal(void*, const char*) {
  // An engine that lost its footing has nothing to say that anybody should believe.
  ::_exit(70);
}
