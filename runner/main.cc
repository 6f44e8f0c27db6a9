// isobox-runner: executed by isobox-jail by descriptor, in an empty root, with the descriptor layout of
// ipc/launch_order.h. Becomes the zygote; its children become runners.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "ipc/base/channel.h"
#include "ipc/control.h"
#include "ipc/launch_order.h"
#include "runner/own_memory.h"
#include "runner/program_pages.h"
#include "runner/zygote.h"

namespace isobox::runner {
namespace {

constexpr std::size_t kMaxOrder = 4 << 20;

Result<> live() {
  ISOBOX_TRY(const auto bytes, readWhole(ipc::kOrderFd, kMaxOrder));
  ::close(ipc::kOrderFd);
  auto order = ipc::parseLaunchOrder(bytes);
  if (!order) return Error{"read the launch order", EPROTO, "isobox-runner and isobox-supervisor differ in version"};
  shareProgramPages();
  const auto workload = makeWorkload();
  ISOBOX_CHECK(workload->load(order->arena));
  (void)roomFor(0);  // if that has not taken it: it would count as address space of runners
  ISOBOX_TRY(Zygote* const zygote, Zygote::create(std::move(*order), *workload));
  const auto entered = zygote->enter();
  const auto served = entered ? zygote->serve() : entered;
  if (served) return {};
  // Told from here: behind the filter nobody else can.
  (void)zygote->tell(ipc::LaunchFailed{served.error().operation, served.error().code, served.error().detail});
  ::_exit(1);
}

}  // namespace
}  // namespace isobox::runner

int main() {
  isobox::runner::openRoom();
  if (::fcntl(isobox::ipc::kControlFd, F_GETFD) < 0 || ::fcntl(isobox::ipc::kOrderFd, F_GETFD) < 0) {
    constexpr char kHint[] = "isobox-runner is started by isobox-jail; see `isobox --help` for what to run.\n";
    (void)!::write(2, kHint, sizeof kHint - 1);
    return 2;
  }
  const auto lived = isobox::runner::live();
  if (!lived) {
    const auto& error = lived.error();
    (void)isobox::sendMessage(isobox::ipc::kControlFd, isobox::ipc::encodeControl(isobox::ipc::LaunchFailed{
                                                           error.operation, error.code, error.detail}));
  }
  ::_exit(lived ? 0 : 1);
}
