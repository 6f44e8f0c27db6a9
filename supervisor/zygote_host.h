// The supervisor's end of one zygote: launches it, orders runners from it, passes on their deaths. Supervisor.
#ifndef ISOBOX_SUPERVISOR_ZYGOTE_HOST_H
#define ISOBOX_SUPERVISOR_ZYGOTE_HOST_H

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ipc/base/channel.h"
#include "ipc/control.h"
#include "supervisor/async_event.h"
#include "supervisor/cgroups.h"
#include "supervisor/child_process.h"
#include "supervisor/launch_plan.h"
#include "supervisor/seccomp_listener.h"

namespace isobox::supervisor {

/// How long a launch, or one runner's way to being sealed, may take before it counts as failed.
inline constexpr std::chrono::seconds kStartTimeout{30};

/// What a runner hears about itself. Called on the event loop.
class SpawnObserver {
 public:
  virtual ~SpawnObserver() = default;
  virtual void onSpawned(UniqueFd pidfd) = 0;
  virtual void onSpawnFailed(const Error& error) = 0;
  /// It has made a call that its filter denies, and is suspended in it.
  virtual void onDenied(const ipc::SyscallReport& call) = 0;
  virtual void onExited(const ipc::Exited& exited) = 0;
  virtual void onZygoteGone() = 0;
};

class ZygoteHost : public std::enable_shared_from_this<ZygoteHost> {
 public:
  /// Answers a zygote that loads packages: a file's text, or nothing.
  using FileReader = std::function<std::optional<std::string>(std::string_view path)>;

  /// Launches and waits until the zygote serves. `group` may be null (no cgroups). `loading`: an order of its own and what it
  /// reads; invalid and empty for the plan's. Error: the step that failed.
  static Task<Result<std::shared_ptr<ZygoteHost>>> launch(asio::any_io_executor executor, const LaunchPlan& plan,
                                                          Cgroup* group, UniqueFd loading = {}, FileReader files = {});
  explicit ZygoteHost(asio::any_io_executor executor) : executor_(executor), control_(executor), changed_(executor), ended_(executor) {}
  ~ZygoteHost();

  /// Orders a runner; `observer` hears of it until it exits or the zygote is gone. `channel` is the runner's end.
  Result<> order(const ipc::SpawnOrder& order, UniqueFd channel, std::weak_ptr<SpawnObserver> observer);

  /// Its process, so that denied calls find it: one that was made by now is told at once.
  void identify(std::uint64_t runner, pid_t pid);
  /// Tells of the denied calls that were made by now.
  void lookForDenied();
  /// Where unsealed processes have a page that sealed ones have not.
  std::uint64_t setupPage() const { return setupPage_; }

  bool alive() const { return alive_; }
  /// The same, with a look at the channel: a dying zygote closes it before the kernel gets to its runners.
  bool serving();
  std::uint64_t ordered() const { return ordered_; }
  pid_t pid() const { return pid_; }
  const std::vector<std::pair<std::string, std::string>>& facts() const { return facts_; }

  /// Kills the zygote, and so all its runners, and waits until the kernel is done with them. For one caller.
  Task<> end();

 private:
  Result<> startLauncher(const LaunchPlan& plan, Cgroup* group, int order);
  void giveFile(const ipc::FileWanted& wanted);
  Task<> readControl();
  Task<> watchListener();
  void onFilterLoaded(std::uint64_t setupPage, Message& message);
  void onDenied(DeniedCall denied);
  void onMessage(Message message);
  void onLaunched(Message& message);
  void fail(Error why);
  void onGone();
  std::shared_ptr<SpawnObserver> observer(std::uint64_t runner);

  asio::any_io_executor executor_;
  asio::posix::stream_descriptor control_;
  AsyncEvent changed_;  // launch progress
  AsyncEvent ended_;
  std::unique_ptr<ChildProcess> process_;
  struct Runner {
    std::weak_ptr<SpawnObserver> observer;
    pid_t pid = 0;
  };
  std::map<std::uint64_t, Runner> runners_;
  std::unique_ptr<SeccompListener> listener_;
  std::vector<DeniedCall> unknown_;  // of processes that are not identified yet: one each, while they are suspended
  std::uint64_t setupPage_ = 0;
  std::vector<std::pair<std::string, std::string>> facts_;
  std::optional<Error> failure_;
  FileReader files_;  // empty: it loads no packages
  pid_t pid_ = 0;
  std::uint64_t ordered_ = 0;
  bool ready_ = false;
  bool alive_ = false;
  bool gone_ = false;
};

}  // namespace isobox::supervisor

#endif
