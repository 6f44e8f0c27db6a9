// The pool. Supervisor, on the event loop.
#include "supervisor/pool.h"

#include <algorithm>

#include "supervisor/logging.h"

namespace isobox::supervisor {
namespace {

// How long a program that has just got its runner is left alone with the processors.
constexpr Milliseconds kRefillDelay{1};

// Slots that are used again and again have the files of their groups open, within reason.
constexpr std::uint32_t kSlotsKeptOpen = 64;
// Those of thousands of sessions have theirs open while a program runs.
constexpr std::uint32_t kPeaksKeptOpen = 1024;

// After a failed start the next is tried after 50 ms, then twice that, up to 5 s.
constexpr std::chrono::milliseconds kFirstRetry{50}, kLastRetry{5000};
// After a group could not be given its weight back.
constexpr std::chrono::seconds kWeightRetry{1};
// A program that has waited this long while no runner could be started is told why.
constexpr std::chrono::seconds kPatience{3};

std::chrono::milliseconds retryDelay(std::uint32_t failures) {
  return std::min(kLastRetry, kFirstRetry * (1u << std::min(failures, 7u)));
}

}  // namespace

Pool::Pool(asio::any_io_executor executor, const LaunchPlan& plan, CgroupTree* cgroups, const policy::Policy& policy, EventBus* events)
    : executor_(executor), plan_(plan), cgroups_(cgroups), policy_(policy.pool),
      memoryLimit_(policy::hardMemoryLimit(policy.defaults)), queue_(policy), changed_(executor),
      mostRunners_(policy.pool.max), mostSlots_(policy.pool.max + policy.sessions.max), events_(events), templates_(executor, plan, *this) {
  templates_.setMost(policy.modules.templates);
}

void Pool::tell(const char* type, ipc::Severity severity, boost::json::object context) {
  if (events_) events_->emit({.type = type, .severity = severity, .tenant = {}, .context = std::move(context)});
}

/// Every runner that may be is busy, and somebody waits.
void Pool::tellIfExhausted() {
  if (busy_ < policy_.max) return;
  if (const auto unsaid = exhausted_.pass("", Clock::now()))
    tell("pool:exhausted", ipc::Severity::Warn, {{"busy", busy_}, {"waiting", queue_.size()}, {"unsaid", *unsaid}});
}

Task<Result<>> Pool::start() {
  if (auto made = makeSlots(); !made) co_return made.error();
  if (auto launched = co_await ensureZygote(); !launched) co_return launched.error();
  refill();
  asio::co_spawn(executor_, letIdleGo(), LogEscaped{"idle timeout"});
  co_return Result<>();
}

Result<> Pool::makeSlots() {
  if (cgroups_) {
    ISOBOX_TRY(zygoteGroup_, cgroups_->makeGroup("zygote"));
  }
  for (std::uint32_t i = 0; i < policy_.max; ++i) ISOBOX_CHECK(makeSlot());
  std::reverse(free_.begin(), free_.end());
  return {};
}

/// One slot more, free.
Result<> Pool::makeSlot() {
  const auto i = static_cast<std::uint32_t>(slots_.size());
  auto slot = std::make_unique<Slot>(
      Slot{.index = i, .insideId = plan_.insideId(i), .hostId = plan_.hostId(i), .cgroup = nullptr, .yieldAfter = policy_.yieldAfter});
  if (cgroups_) {
    ISOBOX_TRY(slot->cgroup, cgroups_->makeGroup("slot-" + std::to_string(i)));
    ISOBOX_CHECK(slot->cgroup->limitMemory(memoryLimit_));
    ISOBOX_CHECK(slot->cgroup->limitTasks(1));
    ISOBOX_CHECK(slot->cgroup->limitToOneCpu());
    if (i < std::min(policy_.max, kSlotsKeptOpen)) slot->cgroup->keepOpen();
    if (i < kPeaksKeptOpen) slot->cgroup->keepPeakOpen();
  }
  free_.push_back(slot.get());
  slots_.push_back(std::move(slot));
  return {};
}

bool Pool::roomForOneMore(const std::string& tenant) const {
  return !closing_ && ((!warm_.empty() && queue_.mayRun(tenant)) || queue_.hasRoom(tenant));
}

Task<std::shared_ptr<RunnerProcess>> Pool::acquire(std::shared_ptr<Ticket> ticket) {
  // With runners warm nobody waits but those who may not run now.
  while (!warm_.empty() && queue_.mayRun(ticket->tenant)) {
    auto runner = warm_.front();
    warm_.pop_front();
    refillSoon();
    if (runner->usable()) {
      ++busy_;
      queue_.started(ticket->tenant);
      tenants_.emplace(runner.get(), ticket->tenant);
      co_return runner;
    }
    retire(std::move(runner));
  }
  queue_.push(ticket);
  if (ticket->lasting) ++lastingWaiting_;
  tellIfExhausted();
  refill();
  while (!ticket->runner && !ticket->failure && !ticket->givenUp) co_await ticket->changed.wait();
  queue_.remove(ticket);
  if (ticket->lasting) --lastingWaiting_;
  if (ticket->givenUp && ticket->runner) {
    queue_.ended(ticket->tenant);
    handOver(std::exchange(ticket->runner, nullptr));
  }
  if (ticket->runner) {
    ++busy_;
    tenants_.emplace(ticket->runner.get(), ticket->tenant);
    if (!queue_.empty()) tellIfExhausted();
  }
  co_return ticket->runner;
}

void Pool::release(std::shared_ptr<RunnerProcess> runner) {
  ++releasing_;
  noLongerRuns(*runner);
  --releasing_;
  retire(std::move(runner));
}

void Pool::noLongerRuns(const RunnerProcess& runner) {
  --busy_;
  const auto tenant = tenants_.extract(&runner);
  if (tenant) queue_.ended(tenant.mapped());
  if (tenant && programEnded_) programEnded_(tenant.mapped());
  serveWaiting();
  // Its tenant's next may be one that nobody has made a runner for.
  if (warm_.empty() && queue_.ready() > 0) refill();
}

void Pool::rest(const RunnerProcess& runner) {
  resting_.insert(&runner);
  noLongerRuns(runner);
}

void Pool::takeAgain(const std::shared_ptr<RunnerProcess>& runner, const std::string& tenant) {
  resting_.erase(runner.get());
  ++busy_;
  queue_.started(tenant);
  tenants_.emplace(runner.get(), tenant);
}

/// Tenants that had too many programs running may have their next.
void Pool::serveWaiting() {
  while (!warm_.empty() && queue_.ready() > 0) {
    auto runner = warm_.front();
    if (!runner->usable()) {
      warm_.pop_front();
      retire(std::move(runner));
      continue;
    }
    const auto ticket = queue_.next();
    if (!ticket) return;
    warm_.pop_front();
    ticket->runner = std::move(runner);
    ticket->changed.notify();
    refill();
  }
}

void Pool::adopt(const std::shared_ptr<RunnerProcess>& runner) {
  ++adopted_;
  noLongerRuns(*runner);
  refill();
}

void Pool::releaseAdopted(std::shared_ptr<RunnerProcess> runner) {
  --adopted_;
  retire(std::move(runner));
}

/// As many starts as there are programs waiting and runners missing from the warm ones, while there are free slots.
void Pool::refill() {
  if (closing_ || launching_) return;
  while (warm_.size() + starting_ < std::min<std::size_t>(policy_.min + queue_.ready(), policy_.max)) {
    if (places() >= policy_.max) {
      // Whoever waits goes before packages that are loaded for nobody yet, and before runners that wait for their tenant. Those
      // that are ending already will do for as many.
      if (queue_.ready() > clearing_.size() + releasing_ && !templates_.giveUpOne() && givePlace_) givePlace_();
      return;
    }
    // The slots of sessions are made when there are sessions.
    if (free_.empty() && slots_.size() < mostSlots_)
      if (const auto made = makeSlot(); !made) log::error("no further slot: {}", made.error().describe());
    if (free_.empty()) return;
    // Inside the loop: a start may fail before co_spawn returns.
    if (failures_ > 0 && Clock::now() < retryAt_) return;
    Slot* slot = free_.back();
    free_.pop_back();
    ++starting_;
    asio::co_spawn(executor_, fill(*slot), LogEscaped{"runner start"});
  }
}

/// Making a runner takes a processor that the program which is about to begin needs more: so when that has ended, or in a moment.
void Pool::refillSoon() {
  if (warm_.empty()) return refill();
  if (std::exchange(refillDue_, true)) return;
  asio::co_spawn(
      executor_,
      [this]() -> Task<> {
        ++tasks_;
        const auto due = Clock::now() + kRefillDelay;
        while (!closing_ && Clock::now() < due) co_await changed_.waitUntil(due);
        refillDue_ = false;
        --tasks_;
        changed_.notify();
        refill();
      },
      LogEscaped{"refilling"});
}

Task<> Pool::fill(Slot& slot) {
  ++tasks_;
  auto ready = co_await ensureZygote();
  const auto zygote = zygote_;
  std::shared_ptr<RunnerProcess> runner;
  if (ready) {
    runner = std::make_shared<RunnerProcess>(executor_, nextRunner_++, zygote, slot);
    alive_.insert(runner);
    // Each of those that are being started, this one among them, has a program that waits for it.
    const bool awaited = queue_.ready() >= starting_;
    const ipc::SpawnWish wish{.awaited = awaited, .brief = awaited && lastingWaiting_ == 0};
    ready = co_await startRunner(runner, wish);
  } else {
    free_.push_back(&slot);
  }
  --starting_;
  if (!ready) {
    onStartFailed(ready.error(), runner ? zygote : nullptr);
  } else if (closing_) {
    retire(runner);
  } else {
    failures_ = 0;
    lastStart_ = Clock::now();
    handOver(runner);
  }
  --tasks_;
  changed_.notify();
  refill();
}

Task<Result<>> Pool::startRunner(std::shared_ptr<RunnerProcess> runner, ipc::SpawnWish wish) {
  auto started = co_await runner->start(wish);
  if (!started) {
    co_await clearAway(runner);
    co_return started.error();
  }
  runner->onIdleDeath([this, raw = runner.get()] { dropWarm(raw); });
  co_return Result<>();
}

/// The zygote in service, or a fresh one when it died or has made its number of runners.
Task<Result<>> Pool::ensureZygote() {
  while (launching_) co_await changed_.wait();
  if (closing_) co_return Error{"launch the zygote", ECANCELED, "shutting down"};
  if (zygote_ && zygote_->alive() && zygote_->ordered() < policy_.runnersPerZygote) co_return Result<>();
  if (zygote_ && !zygote_->alive()) {
    log::error("the zygote (pid {}) died; launching another", zygote_->pid());
    tell("pool:zygote-died", ipc::Severity::Error, {{"pid", zygote_->pid()}});
  }
  launching_ = true;
  auto launched = co_await ZygoteHost::launch(executor_, plan_, zygoteGroup_.get());
  launching_ = false;
  changed_.notify();
  if (!launched) {
    tell("pool:zygote-starting-failed", ipc::Severity::Error, {{"error", launched.error().describe()}});
    co_return launched.error();
  }
  if (auto old = std::exchange(zygote_, *launched)) asio::co_spawn(executor_, endZygote(old), LogEscaped{"old zygote"});
  log::info("zygote launched: pid {}", zygote_->pid());
  tell("pool:zygote-started", ipc::Severity::Info, {{"pid", zygote_->pid()}});
  co_return Result<>();
}

/// To the first program that waits, else among the warm ones.
void Pool::handOver(std::shared_ptr<RunnerProcess> runner) {
  if (!runner->usable()) return retire(std::move(runner));
  while (const auto ticket = queue_.next()) {
    if (ticket->givenUp || ticket->failure) {
      queue_.ended(ticket->tenant);
      continue;
    }
    ticket->runner = std::move(runner);
    ticket->changed.notify();
    return;
  }
  warm_.push_back(std::move(runner));
  changed_.notify();
}

Task<std::shared_ptr<RunnerProcess>> Pool::makeRunner(std::shared_ptr<ZygoteHost> zygote) {
  const bool spare = !closing_ && queue_.ready() == 0 && !free_.empty() && places() < policy_.max;
  if (!spare) co_return nullptr;
  Slot* slot = free_.back();
  free_.pop_back();
  ++tasks_;
  auto runner = std::make_shared<RunnerProcess>(executor_, nextRunner_++, std::move(zygote), *slot);
  alive_.insert(runner);
  const ipc::SpawnWish nothing;
  const auto started = co_await startRunner(runner, nothing);
  if (!started) log::warn("a runner with packages could not be started: {}", started.error().describe());
  --tasks_;
  changed_.notify();
  if (!started) co_return nullptr;
  co_return runner;
}

std::shared_ptr<RunnerProcess> Pool::acquireLoaded(const std::vector<std::string>& whitelist, const std::string& tenant,
                                                   ZygoteHost::FileReader files) {
  if (closing_ || !queue_.mayRun(tenant)) return nullptr;
  auto runner = templates_.take(whitelist, std::move(files));
  if (!runner) return nullptr;
  runner->onIdleDeath(nullptr);
  ++busy_;
  queue_.started(tenant);
  tenants_.emplace(runner.get(), tenant);
  return runner;
}

void Pool::endWhenUnused(std::shared_ptr<ZygoteHost> zygote) {
  asio::co_spawn(executor_, endZygote(std::move(zygote)), LogEscaped{"zygote with packages"});
}

void Pool::onStartFailed(const Error& error, const std::shared_ptr<ZygoteHost>& zygote) {
  if (closing_) return;
  // A zygote that dies takes every starting runner with it; that is one failure, and the next zygote may do.
  if (zygote && !zygote->alive() && lost_.lock() == zygote) return;
  if (zygote && !zygote->alive()) lost_ = zygote;
  ++failures_;
  const auto delay = retryDelay(failures_);
  retryAt_ = Clock::now() + delay;
  log::error("a runner could not be started ({} in a row): {}", failures_, error.describe());
  tell("pool:runner-starting-failed", ipc::Severity::Error, {{"error", error.describe()}, {"inARow", failures_}});
  const auto longAgo = Clock::now() - kPatience;
  queue_.forEach([&](const std::shared_ptr<Ticket>& ticket) {
    if (lastStart_ > longAgo || ticket->since > longAgo) return;
    ticket->failure = error;
    ticket->changed.notify();
  });
  asio::co_spawn(
      executor_,
      [this, until = retryAt_]() -> Task<> {
        ++tasks_;
        while (!closing_ && Clock::now() < until) co_await changed_.waitUntil(until);
        --tasks_;
        changed_.notify();
        refill();
      },
      LogEscaped{"retry"});
}

void Pool::dropWarm(const RunnerProcess* runner) {
  const auto found = std::find_if(warm_.begin(), warm_.end(), [&](const auto& each) { return each.get() == runner; });
  if (found == warm_.end()) return;
  log::warn("a waiting runner (pid {}) ended by itself", runner->pid());
  auto lost = *found;
  warm_.erase(found);
  retire(std::move(lost));
}

void Pool::retire(std::shared_ptr<RunnerProcess> runner) {
  resting_.erase(runner.get());
  asio::co_spawn(
      executor_,
      [this, runner]() -> Task<> {
        ++tasks_;
        co_await clearAway(runner);
        --tasks_;
        changed_.notify();
        refill();
        templates_.topUp();
      },
      LogEscaped{"runner end"});
}

Task<> Pool::clearAway(std::shared_ptr<RunnerProcess> runner) {
  if (!clearing_.insert(runner.get()).second) co_return;
  Slot& slot = runner->slot();
  const bool reaped = co_await runner->gone();
  alive_.erase(runner);
  clearing_.erase(runner.get());
  if (!reaped) {
    log::critical("runner {} cannot be killed; its slot {} is out of service", runner->pid(), slot.index);
    co_return;
  }
  // A long program, or one with larger limits, may have been here.
  if (slot.cgroup) {
    for (auto back = slot.cgroup->returnCpu(); !back; back = slot.cgroup->returnCpu()) {
      log::critical("slot {} is out of service until it has its share of the CPU again: {}", slot.index, back.error().describe());
      const auto again = Clock::now() + kWeightRetry;
      while (!closing_ && Clock::now() < again) co_await changed_.waitUntil(again);
      if (closing_) co_return;
    }
    if (const auto reset = slot.cgroup->limitMemory(memoryLimit_); !reset) log::error("{}", reset.error().describe());
  }
  free_.push_back(&slot);
}

Task<> Pool::endZygote(std::shared_ptr<ZygoteHost> zygote) {
  ++zygotesEnding_;
  // Runners of this zygote that still work keep it; the others are replaced by ones of the new.
  for (;;) {
    const auto uses = [&](const auto& runner) { return &runner->zygote() == zygote.get(); };
    while (true) {
      const auto idle = std::find_if(warm_.begin(), warm_.end(), uses);
      if (idle == warm_.end()) break;
      auto runner = *idle;
      warm_.erase(idle);
      retire(std::move(runner));
    }
    if (closing_ || !zygote->alive() || std::none_of(alive_.begin(), alive_.end(), uses)) break;
    co_await changed_.wait();
  }
  const auto pid = zygote->pid();
  co_await zygote->end();
  tell("pool:zygote-ended", ipc::Severity::Info, {{"pid", pid}, {"runners", zygote->ordered()}});
  --zygotesEnding_;
  changed_.notify();
}

Task<> Pool::letIdleGo() {
  ++tasks_;
  while (!closing_) {
    co_await changed_.waitUntil(Clock::now() + std::max<Milliseconds>(policy_.idleTimeout / 4, Milliseconds(100)));
    while (!closing_ && warm_.size() > policy_.min && Clock::now() - warm_.front()->idleSince() > policy_.idleTimeout) {
      auto runner = warm_.front();
      warm_.pop_front();
      retire(std::move(runner));
    }
  }
  --tasks_;
  changed_.notify();
}

Task<std::uint32_t> Pool::warmUp(Clock::time_point deadline) {
  while (!closing_ && warm_.size() < policy_.min && Clock::now() < deadline) co_await changed_.waitUntil(deadline);
  co_return static_cast<std::uint32_t>(warm_.size());
}

void Pool::reconfigure(const policy::Policy& policy) {
  policy_ = policy.pool;
  policy_.max = std::min(policy_.max, mostRunners_);
  policy_.min = std::min(policy_.min, policy_.max);
  memoryLimit_ = policy::hardMemoryLimit(policy.defaults);
  queue_.setPolicy(policy);
  for (const auto& slot : slots_) slot->yieldAfter = policy_.yieldAfter;
  templates_.setMost(policy.modules.templates);
  serveWaiting();
  changed_.notify();
  refill();
}

Task<> Pool::shutDown() {
  closing_ = true;
  queue_.forEach([](const std::shared_ptr<Ticket>& ticket) {
    ticket->failure = Error{"wait for a runner", ECANCELED, "the supervisor is shutting down"};
    ticket->changed.notify();
  });
  warm_.clear();
  changed_.notify();
  co_await templates_.shutDown();
  const std::vector<std::shared_ptr<RunnerProcess>> all(alive_.begin(), alive_.end());
  for (const auto& runner : all) runner->kill();
  if (auto zygote = std::exchange(zygote_, nullptr)) co_await zygote->end();
  for (const auto& runner : all)
    if (alive_.contains(runner)) co_await clearAway(runner);
  while (tasks_ > 0 || zygotesEnding_ > 0) co_await changed_.wait();
}

PoolCounts Pool::counts() const {
  PoolCounts counts;
  counts.warm = static_cast<std::uint32_t>(warm_.size());
  counts.starting = starting_;
  counts.waiting = static_cast<std::uint32_t>(queue_.size());
  const auto held = static_cast<std::uint32_t>(slots_.size() - free_.size());
  counts.busy = busy_;
  counts.sessions = adopted_;
  counts.kept = static_cast<std::uint32_t>(resting_.size());
  counts.ending = held - std::min(held, counts.warm + counts.starting + counts.busy + counts.sessions + counts.kept);
  return counts;
}

std::vector<pid_t> Pool::runnerPids() const {
  std::vector<pid_t> pids;
  for (const auto& runner : warm_) pids.push_back(runner->pid());
  return pids;
}

}  // namespace isobox::supervisor
