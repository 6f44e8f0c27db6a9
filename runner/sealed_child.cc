// The recipe of one runner, from clone to seal. Runs in a child of the zygote. Trusted until `serve`.
#include "runner/sealed_child.h"

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "runner/frame_io.h"
#include "runner/lockdown.h"

namespace isobox::runner {
namespace {

constexpr int kChannel = ipc::kRunnerChannelFd;

Result<Seed> freshSeed(const SetupCalls& calls) {
  Seed seed;
  if (const long got = calls(SYS_getrandom, seed.data(), sizeof seed, 0); got != sizeof seed) return callError("seed", std::min(got, 0l));
  return seed;
}

/// As the kernel has it: of 64 bits.
Result<> unblockSignals(const SetupCalls& calls) {
  const std::uint64_t none = 0;
  if (const long done = calls(SYS_rt_sigprocmask, SIG_SETMASK, &none, nullptr, sizeof none); done < 0) return callError("unblock signals", done);
  return {};
}

Result<> lockUp(const SetupCalls& calls, const ipc::LaunchOrder& order, const ipc::SpawnOrder& spawn, int channel, Workload& workload,
                const PageImage& image) {
  // First, so that a failure can be told.
  ISOBOX_CHECK(keepOnlyChannel(calls, channel));
  // The zygote blocks SIGCHLD and reads it from a descriptor; a runner has neither.
  ISOBOX_CHECK(unblockSignals(calls));
  image.populate(calls, spawn.wish.brief);
  ISOBOX_CHECK(setLimits(calls, order.runnerLimits));
  ISOBOX_CHECK(dropIdentity(calls, spawn.uid, spawn.gid, !order.denySetgroups));
  ISOBOX_TRY(const auto seed, freshSeed(calls));
  workload.prepare(seed, spawn.wish.awaited);
  ISOBOX_CHECK(calls.end());
  return writeFrame(kChannel, ipc::Frame::Ready, 0, {});
}

}  // namespace

void liveAsRunner(const SetupCalls& calls, const ipc::LaunchOrder& order, const ipc::SpawnOrder& spawn, int channel, Workload& workload,
                  const PageImage& image) {
  if (const auto locked = lockUp(calls, order, spawn, channel, workload, image); !locked) {
    const Error& error = locked.error();
    (void)writeFrame(kChannel, ipc::Frame::Failed, 0, ipc::encodeFailed(error.operation, error.code, error.detail));
    ::_exit(1);
  }
  workload.serve(kChannel);
  ::_exit(0);
}

}  // namespace isobox::runner
