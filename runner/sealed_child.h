// A child of the zygote on its way to being a sealed runner. Trusted until `serve` reads the first program.
#ifndef ISOBOX_RUNNER_SEALED_CHILD_H
#define ISOBOX_RUNNER_SEALED_CHILD_H

#include "ipc/control.h"
#include "ipc/launch_order.h"
#include "runner/workload.h"

namespace isobox::runner {

/// Follows section "In each child" of runner/README.md to its end, and then the process's.
[[noreturn]] void liveAsRunner(const SetupCalls& calls, const ipc::LaunchOrder& order, const ipc::SpawnOrder& spawn, int channel,
                               Workload& workload, const PageImage& image);

}  // namespace isobox::runner

#endif
