// The pool: warm sealed runners waiting for programs, and programs waiting for runners. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_POOL_H
#define ISOBOX_SUPERVISOR_POOL_H

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "policy/policy.h"
#include "supervisor/async_event.h"
#include "supervisor/event_bus.h"
#include "supervisor/fair_queue.h"
#include "supervisor/launch_plan.h"
#include "supervisor/runner_process.h"
#include "supervisor/templates.h"
#include "supervisor/throttle.h"
#include "supervisor/zygote_host.h"

namespace isobox::supervisor {

struct PoolCounts {
  std::uint32_t warm = 0;      // sealed, waiting for a program
  std::uint32_t starting = 0;  // on their way there
  std::uint32_t busy = 0;      // with a program
  std::uint32_t ending = 0;    // being cleared away
  std::uint32_t waiting = 0;   // programs without a runner
  std::uint32_t sessions = 0;  // with a session
  std::uint32_t kept = 0;      // with a tenant, between two programs of it
};

/// A program's place in the queue. Made by the caller, who may give it up at any time.
struct Ticket {
  Ticket(asio::any_io_executor executor, std::string tenant) : changed(executor), tenant(std::move(tenant)) {}
  AsyncEvent changed;
  const std::string tenant;
  std::shared_ptr<RunnerProcess> runner;
  std::optional<Error> failure;
  std::optional<ipc::RpcError> refusal;  // its caller may not have a runner now
  Clock::time_point since = Clock::now();
  bool lasting = false;  // its runner is to stay, with a session or a tenant. Not changed while it waits
  bool givenUp = false;
  void giveUp() {
    givenUp = true;
    changed.notify();
  }
};

class Pool {
 public:
  /// `cgroups` and `events` may be null. They and `plan` must outlive the pool.
  Pool(asio::any_io_executor executor, const LaunchPlan& plan, CgroupTree* cgroups, const policy::Policy& policy,
       EventBus* events = nullptr);

  /// Launches the first zygote and makes the slots. Error: the step of the recipe that failed.
  Task<Result<>> start();

  /// A sealed runner for one program. Null when the ticket was given up or has failed. Ask roomForOneMore() before.
  Task<std::shared_ptr<RunnerProcess>> acquire(std::shared_ptr<Ticket> ticket);
  bool roomForOneMore(const std::string& tenant) const;

  /// Takes back what acquire() gave, after its program; it is destroyed and its slot used anew.
  void release(std::shared_ptr<RunnerProcess> runner);

  /// What acquire() gave stays with a session: it counts no longer among the pool's `max`.
  void adopt(const std::shared_ptr<RunnerProcess>& runner);
  /// The session's end.
  void releaseAdopted(std::shared_ptr<RunnerProcess> runner);

  /// What acquire() gave stays with its tenant after its program: it keeps its place, and counts as busy no longer. Then
  /// takeAgain() for its next program, or retire().
  void rest(const RunnerProcess& runner);
  void takeAgain(const std::shared_ptr<RunnerProcess>& runner, const std::string& tenant);
  bool mayRun(const std::string& tenant) const { return queue_.mayRun(tenant); }
  /// Somebody waits, and every place is taken.
  bool placeWanted() const { return !queue_.empty() && places() >= policy_.max; }
  /// Asked when that comes to be so: true when a runner that rests is given up.
  void onPlaceWanted(std::function<bool()> give) { givePlace_ = std::move(give); }

  /// Told when a program of a tenant's has ended: another of it may run.
  void onProgramEnded(std::function<void(const std::string& tenant)> told) { programEnded_ = std::move(told); }

  /// A runner of another zygote, for nobody yet; null when there is no place to spare, or it fails.
  Task<std::shared_ptr<RunnerProcess>> makeRunner(std::shared_ptr<ZygoteHost> zygote);
  /// A runner that has loaded the packages of this whitelist, as acquire() gives one; null when none waits. See templates.h.
  std::shared_ptr<RunnerProcess> acquireLoaded(const std::vector<std::string>& whitelist, const std::string& tenant, ZygoteHost::FileReader files);
  /// One that makeRunner() gave and nobody took, or that rests.
  void retire(std::shared_ptr<RunnerProcess> runner);
  /// Ends a zygote as soon as none of its runners works any more.
  void endWhenUnused(std::shared_ptr<ZygoteHost> zygote);
  Cgroup* zygoteGroup() { return zygoteGroup_.get(); }
  /// The operator's packages are others now.
  void packagesChanged() { templates_.forgetAll(); }

  /// Waits until `min` runners are warm, or the deadline. Returns how many are.
  Task<std::uint32_t> warmUp(Clock::time_point deadline);

  /// New numbers from a re-read policy; `max` cannot grow above what it was at start.
  void reconfigure(const policy::Policy& policy);

  /// Kills every runner and zygote and waits until they are gone. Tickets still waiting fail.
  Task<> shutDown();

  PoolCounts counts() const;
  const ZygoteHost* zygote() const { return zygote_.get(); }
  std::vector<pid_t> runnerPids() const;

 private:
  Result<> makeSlots();
  Result<> makeSlot();
  void refill();
  void refillSoon();
  Task<> fill(Slot& slot);
  Task<Result<>> startRunner(std::shared_ptr<RunnerProcess> runner, ipc::SpawnWish wish);
  Task<Result<>> ensureZygote();
  void handOver(std::shared_ptr<RunnerProcess> runner);
  void serveWaiting();
  void noLongerRuns(const RunnerProcess& runner);
  /// That are taken, sessions not counted.
  std::size_t places() const { return slots_.size() - free_.size() - adopted_; }
  void onStartFailed(const Error& error, const std::shared_ptr<ZygoteHost>& zygote);
  Task<> clearAway(std::shared_ptr<RunnerProcess> runner);
  Task<> endZygote(std::shared_ptr<ZygoteHost> zygote);
  Task<> letIdleGo();
  void dropWarm(const RunnerProcess* runner);
  void tell(const char* type, ipc::Severity severity, boost::json::object context);
  void tellIfExhausted();

  asio::any_io_executor executor_;
  const LaunchPlan& plan_;
  CgroupTree* cgroups_;
  policy::PoolPolicy policy_;
  Bytes memoryLimit_;
  std::unique_ptr<Cgroup> zygoteGroup_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<Slot*> free_;
  std::shared_ptr<ZygoteHost> zygote_;
  std::deque<std::shared_ptr<RunnerProcess>> warm_;
  FairQueue queue_;
  std::map<const RunnerProcess*, std::string> tenants_;  // whose program a busy runner has
  std::set<std::shared_ptr<RunnerProcess>> alive_;  // every runner that holds a slot
  std::set<const RunnerProcess*> clearing_;         // those of them that are being ended
  std::size_t releasing_ = 0;                       // and that are about to be
  AsyncEvent changed_;
  std::uint64_t nextRunner_ = 1;
  std::uint32_t starting_ = 0;
  std::uint32_t lastingWaiting_ = 0;  // tickets that wait, be they ready or not, whose runner is to stay
  std::uint32_t zygotesEnding_ = 0;
  std::uint32_t failures_ = 0;  // starts that failed in a row
  std::weak_ptr<ZygoteHost> lost_;  // the last zygote that died under starting runners
  std::uint32_t busy_ = 0;
  std::uint32_t adopted_ = 0;
  std::uint32_t mostRunners_ = 0, mostSlots_ = 0;
  Clock::time_point retryAt_{};
  Clock::time_point lastStart_{};  // when a runner was last started with success
  bool launching_ = false;
  bool refillDue_ = false;
  bool closing_ = false;
  std::uint32_t tasks_ = 0;  // coroutines of ours that are still running
  EventBus* events_;
  Throttle exhausted_{1, std::chrono::seconds(1)};
  Templates templates_;
  std::function<bool()> givePlace_;
  std::function<void(const std::string&)> programEnded_;
  std::set<const RunnerProcess*> resting_;
};

}  // namespace isobox::supervisor

#endif
