// The recipe of one runner, from clone to seal. Runs in a child of the zygote. Trusted until `serve`.
#include "runner/sealed_child.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>

#include "runner/frame_io.h"
#include "runner/lockdown.h"

namespace isobox::runner {
namespace {

constexpr int kChannel = ipc::kRunnerChannelFd;

Result<> await(ipc::Frame expected) {
  ISOBOX_TRY(const auto frame, readFrame(kChannel));
  if (!frame) ::_exit(0);  // the supervisor has no use for us any more
  if (frame->header.type != expected || frame->header.length != 0) return Error{"await the supervisor", EPROTO, {}};
  return {};
}

/// The filter needs a listener, the supervisor takes a copy of it through our pidfd, and then ours is closed: a process
/// that holds its own listener could answer for its own violations.
Result<> seal(std::string_view filter) {
  ISOBOX_TRY(const int listener, sealWithListener(filter));
  if (listener != ipc::kRunnerListenerFd) return Error{"seal", EBADF, "the listener has an unexpected number"};
  const std::int32_t number = listener;
  ISOBOX_CHECK(writeFrame(kChannel, ipc::Frame::Sealed, 0, {reinterpret_cast<const char*>(&number), sizeof number}));
  ISOBOX_CHECK(await(ipc::Frame::ListenerTaken));
  if (::close(listener) != 0) return errnoError("close the listener");
  return writeFrame(kChannel, ipc::Frame::Ready, 0, {});
}

Result<> lockUp(const ipc::LaunchOrder& order, const ipc::SpawnOrder& spawn, Workload& workload, const PageImage& image) {
  // Until Prepare the supervisor may still be moving us into our cgroup; what we touch after it is charged there.
  ISOBOX_CHECK(await(ipc::Frame::Prepare));
  image.populate();
  ISOBOX_CHECK(setLimits(order.runnerLimits));
  ISOBOX_CHECK(dropIdentity(spawn.uid, spawn.gid, !order.denySetgroups));
  ISOBOX_CHECK(workload.prepare(spawn.awaited));
  return seal(order.runnerFilter);
}

}  // namespace

void liveAsRunner(const ipc::LaunchOrder& order, const ipc::SpawnOrder& spawn, UniqueFd channel, Workload& workload,
                  const PageImage& image) {
  // The zygote blocks SIGCHLD and reads it from a descriptor; a runner has neither.
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (!keepOnlyChannel(channel.release())) ::_exit(1);
  if (const auto locked = lockUp(order, spawn, workload, image); !locked) {
    const Error& error = locked.error();
    (void)writeFrame(kChannel, ipc::Frame::Failed, 0, ipc::encodeFailed(error.operation, error.code, error.detail));
    ::_exit(1);
  }
  workload.serve(kChannel);
  ::_exit(0);
}

}  // namespace isobox::runner
