// The zygote: loads once, then makes runners on order and reports their deaths. Pid 1 of the jail's outer pid
// namespace. Trusted: it reads nothing but the supervisor's control channel and never runs a caller's code. One that loads packages
// runs the operator's, behind its filter; it makes runners for programs that whitelist these, and for no others.
#ifndef ISOBOX_RUNNER_ZYGOTE_H
#define ISOBOX_RUNNER_ZYGOTE_H

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ipc/base/channel.h"
#include "ipc/base/unique_fd.h"
#include "ipc/control.h"
#include "ipc/launch_order.h"
#include "runner/own_memory.h"
#include "runner/page_image.h"
#include "runner/setup_calls.h"
#include "runner/workload.h"
#include "runner/zygote_memory.h"

namespace isobox::runner {

/// Beside the stack of its children, as they begin with it. While it serves it writes to its stack and its list of runners
/// and to nothing else, see zygote_memory.h.
class Zygote {
 public:
  /// One for the life of the process.
  static Result<Zygote*> create(ipc::LaunchOrder order, Workload& workload);

  /// Locks up what children inherit, loads the packages of the order and reports ZygoteReady.
  Result<> enter();

  /// Serves until the supervisor is gone. Returning ends the process and with it every runner.
  Result<> serve();

  /// To the supervisor, before and behind the filter.
  Result<> tell(const ipc::ControlMessage& message) const;

 private:
  Zygote(ipc::LaunchOrder order, Workload& workload, std::byte* stack) : order_(std::move(order)), workload_(workload), stack_(stack) {}
  Result<std::string> lockUp();
  Result<> loadFilter();
  void shareMemory();
  void prepareHugePage();
  void chooseBetweenPages();
  void checkHugePage();
  double timeOfTrial(bool huge) const;
  [[noreturn, gnu::no_stack_protector]] static void tryOut(const void* zygote, std::uint64_t huge, std::uint64_t);
  Result<pid_t> cloneChild(const Beginning& beginning, clone_args arguments) const;
  std::optional<std::string> askForFile(std::string_view path);
  Result<> onControl();
  Result<> spawn(const ipc::SpawnOrder& spawn, int channel);
  Result<pid_t> cloneRunner(const ipc::SpawnOrder& spawn, int channel, int& pidfd) const;
  Result<> send(std::string_view message, std::span<const int> descriptors = {}) const;
  Result<SmallMessage> receive(ipc::ControlRoom& room) const;
  [[noreturn, gnu::no_stack_protector]] static void live(const void* zygote, std::uint64_t ids, std::uint64_t rest);
  Result<> reap();

  ipc::LaunchOrder order_;
  Workload& workload_;
  PageImage image_;
  MallocMark malloc_{};  // when that was taken
  bool hugeIsFaster_ = false;
  SetupCalls calls_;
  UniqueFd deaths_;  // signalfd of SIGCHLD
  std::byte* stack_;  // of runners
  RunnerTable* runners_ = nullptr;
  std::string filter_;
  std::string ready_;  // the message
};

}  // namespace isobox::runner

#endif
