// The zygote: loads once, then makes runners on order and reports their deaths. Pid 1 of the jail's outer pid
// namespace. Trusted: it reads nothing but the supervisor's control channel and never runs a caller's code. One that loads packages
// runs the operator's, behind its filter; it makes runners for programs that whitelist these, and for no others.
#ifndef ISOBOX_RUNNER_ZYGOTE_H
#define ISOBOX_RUNNER_ZYGOTE_H

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "ipc/base/unique_fd.h"
#include "ipc/control.h"
#include "ipc/launch_order.h"
#include "runner/page_image.h"
#include "runner/workload.h"

namespace isobox::runner {

class Zygote {
 public:
  Zygote(ipc::LaunchOrder order, Workload& workload) : order_(std::move(order)), workload_(workload) {}

  /// Locks up what children inherit, loads the packages of the order and reports ZygoteReady.
  Result<> enter();

  /// Serves until the supervisor is gone. Returning ends the process and with it every runner.
  Result<> serve();

 private:
  void shareMemory();
  std::optional<std::string> askForFile(std::string_view path);
  Result<> onControl();
  Result<> spawn(const ipc::SpawnOrder& spawn, UniqueFd channel);
  Result<> reap();

  ipc::LaunchOrder order_;
  Workload& workload_;
  PageImage image_;
  UniqueFd deaths_;                      // signalfd of SIGCHLD
  std::map<pid_t, std::uint64_t> runners_;  // by pid in our namespace
};

}  // namespace isobox::runner

#endif
