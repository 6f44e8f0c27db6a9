// Runners that stay with a tenant. Supervisor, on the event loop.
#include "supervisor/tenant_runners.h"

#include <algorithm>
#include <cerrno>

namespace isobox::supervisor {
namespace {

// Putting the memory back takes a tenth of a millisecond; a runner that needs longer than this does something else.
constexpr std::chrono::seconds kPutBackPatience{5};

// The kernel counts the CPU time of the whole process against what the largest single program may have and ten seconds
// (launch_plan.cc): it ends before its programs could come near.
constexpr Microseconds kMostCpu{5'000'000};

// A runner keeps its place for so long while others wait for one; then the queue decides whose it is next.
constexpr Milliseconds kSlice{50};

}  // namespace

TenantRunners::TenantRunners(asio::any_io_executor executor, Pool& pool) : executor_(executor), pool_(pool), changed_(executor) {
  pool_.onPlaceWanted([this] { return giveUpOne(); });
  pool_.onProgramEnded([this](const std::string& tenant) { serve(tenant); });
}

void TenantRunners::setPolicy(const policy::Policy& policy) {
  policy_ = policy;
  if (allowed()) return;
  for (const auto& [tenant, runner] : idle()) lose(runner);
}

/// A tenant's programs that wait for its own runners are held to what all that wait are held to.
bool TenantRunners::roomForOneMore(const std::string& tenant) const {
  const auto found = tenants_.find(tenant);
  if (found == tenants_.end() || found->second.processes < policy_.reuse.processes) return pool_.roomForOneMore(tenant);
  const auto& own = found->second.waiting;
  if (!found->second.idle.empty() && own.empty()) return !stopped_;
  if (stopped_ || own.size() >= policy::tenantRules(policy_, tenant).waiting) return false;
  if (waiting_ < policy_.pool.queue) return true;
  const auto parts = 1 + std::count_if(tenants_.begin(), tenants_.end(),
                                       [&](const auto& each) { return each.first != tenant && !each.second.waiting.empty(); });
  return own.size() < policy_.pool.queue / static_cast<std::size_t>(parts);
}

Task<std::shared_ptr<RunnerProcess>> TenantRunners::acquire(std::shared_ptr<Ticket> ticket) {
  if (ticket->givenUp) co_return nullptr;
  auto& tenant = tenants_[ticket->tenant];
  // Who waits longer is served first.
  if (tenant.waiting.empty())
    if (auto runner = takeIdle(ticket->tenant)) co_return runner;
  if (tenant.processes < policy_.reuse.processes) {
    ++tenant.processes;
    co_return co_await fetch(ticket);
  }
  // At its most programs at once, or without a process of its own: like any other program.
  if (tenant.processes == 0 || !pool_.mayRun(ticket->tenant)) {
    forgetSoon(ticket->tenant);
    auto runner = co_await pool_.acquire(ticket);
    co_return runner;
  }
  co_return co_await await(ticket);
}

std::shared_ptr<RunnerProcess> TenantRunners::takeIdle(const std::string& name) {
  auto& tenant = tenants_[name];
  while (!tenant.idle.empty() && pool_.mayRun(name)) {
    auto runner = std::move(tenant.idle.front());
    tenant.idle.pop_front();
    runner->onIdleDeath(nullptr);
    if (runner->usable()) {
      pool_.takeAgain(runner, name);
      return runner;
    }
    end(std::move(runner));
  }
  return nullptr;
}

/// A fresh one, which is the tenant's from now on. It has been counted.
Task<std::shared_ptr<RunnerProcess>> TenantRunners::fetch(std::shared_ptr<Ticket> ticket) {
  ticket->lasting = true;
  auto runner = co_await pool_.acquire(ticket);
  if (!runner) {
    placeIsFree(ticket->tenant);
    co_return nullptr;
  }
  held_[runner.get()] = {ticket->tenant, Clock::now()};
  runner->keepFirstState();
  co_return runner;
}

Task<std::shared_ptr<RunnerProcess>> TenantRunners::await(std::shared_ptr<Ticket> ticket) {
  const auto turn = std::make_shared<Turn>(Turn{ticket, nullptr, false});
  tenants_[ticket->tenant].waiting.push_back(turn);
  ++waiting_;
  while (!turn->runner && !turn->starts && !ticket->givenUp && !stopped_) co_await ticket->changed.wait();
  auto& waiting = tenants_[ticket->tenant].waiting;
  if (const auto place = std::find(waiting.begin(), waiting.end(), turn); place != waiting.end()) {
    waiting.erase(place);
    --waiting_;
  }
  if (stopped_ && !ticket->givenUp && !turn->runner)
    ticket->failure = Error{"wait for a runner", ECANCELED, "the supervisor is shutting down"};
  const bool unwanted = ticket->givenUp || stopped_;
  if (turn->runner && unwanted) {
    // It has run nothing: its memory is as it was.
    pool_.rest(*turn->runner);
    offer(std::exchange(turn->runner, nullptr));
  }
  if (turn->starts && unwanted) placeIsFree(ticket->tenant);
  if (turn->starts && !unwanted) co_return co_await fetch(ticket);
  forgetSoon(ticket->tenant);
  co_return turn->runner;
}

void TenantRunners::release(std::shared_ptr<RunnerProcess> runner, Verdict verdict) {
  if (!held_.contains(runner.get())) return pool_.release(std::move(runner));
  pool_.rest(*runner);
  if (!mayGoOn(*runner, verdict)) return end(std::move(runner));
  asio::co_spawn(executor_, settle(std::move(runner)), LogEscaped{"a tenant's runner"});
}

void TenantRunners::discard(std::shared_ptr<RunnerProcess> runner) {
  if (!held_.contains(runner.get())) return pool_.release(std::move(runner));
  pool_.rest(*runner);
  end(std::move(runner));
}

/// Only what the program itself, or the engine for it, has ended: never what was killed, or lied, or was out of memory.
bool TenantRunners::mayGoOn(const RunnerProcess& runner, Verdict verdict) const {
  if (stopped_ || runner.programs() >= policy_.reuse.programs || runner.cpuUsed() > kMostCpu) return false;
  if (runner.state() != RunnerState::PuttingBack && runner.state() != RunnerState::Idle) return false;
  switch (verdict) {
    case Verdict::Ok:
    case Verdict::Error:
    case Verdict::SyntaxError:
    case Verdict::InvalidRequest:
    case Verdict::Timeout:
    case Verdict::CpuLimit:
    case Verdict::OutputLimit:
      return true;
    default:
      return false;
  }
}

Task<> TenantRunners::settle(std::shared_ptr<RunnerProcess> runner) {
  const bool ready = co_await runner->putBack(Clock::now() + kPutBackPatience);
  if (ready) offer(std::move(runner));
  else end(std::move(runner));
}

/// Among the idle ones, and on to the program of its tenant that waits longest; or its place goes to somebody else.
void TenantRunners::offer(std::shared_ptr<RunnerProcess> runner) {
  const auto held = held_.at(runner.get());
  auto& tenant = tenants_[held.tenant];
  const bool placeWanted = pool_.placeWanted() && Clock::now() > held.since + kSlice;
  if (stopped_ || placeWanted || !runner->atHand() || tenant.processes > policy_.reuse.processes) return end(std::move(runner));
  if (const auto turn = pool_.mayRun(held.tenant) ? nextTurn(tenant) : nullptr) {
    pool_.takeAgain(runner, held.tenant);
    return give(*turn, std::move(runner));
  }
  toIdle(tenant, std::move(runner));
}

void TenantRunners::toIdle(Tenant& tenant, std::shared_ptr<RunnerProcess> runner) {
  runner->onIdleDeath([this, weak = std::weak_ptr(runner)] {
    if (const auto alive = weak.lock()) lose(alive);
  });
  tenant.idle.push_front(std::move(runner));
  changed_.notify();
}

/// Programs that wait get the tenant's runners that wait.
void TenantRunners::serve(const std::string& name) {
  const auto found = tenants_.find(name);
  if (found == tenants_.end()) return;
  auto& tenant = found->second;
  while (!tenant.waiting.empty() && !tenant.idle.empty()) {
    auto runner = takeIdle(name);
    if (!runner) return;
    const auto turn = nextTurn(tenant);
    // Of one that was dead the place was free, and who waited has that.
    if (!turn) {
      pool_.rest(*runner);
      return toIdle(tenant, std::move(runner));
    }
    give(*turn, std::move(runner));
  }
}

/// Who waits longest, and waits no more then; null when nobody does.
std::shared_ptr<TenantRunners::Turn> TenantRunners::nextTurn(Tenant& tenant) {
  while (!tenant.waiting.empty()) {
    auto turn = std::move(tenant.waiting.front());
    tenant.waiting.pop_front();
    --waiting_;
    if (!turn->ticket->givenUp) return turn;
  }
  return nullptr;
}

void TenantRunners::give(Turn& turn, std::shared_ptr<RunnerProcess> runner) {
  turn.runner = std::move(runner);
  turn.ticket->changed.notify();
}

void TenantRunners::end(std::shared_ptr<RunnerProcess> runner) {
  runner->onIdleDeath(nullptr);
  const auto held = held_.extract(runner.get());
  pool_.retire(std::move(runner));
  placeIsFree(held.mapped().tenant);
}

/// Who waits longest fetches the next.
void TenantRunners::placeIsFree(const std::string& name) {
  auto& tenant = tenants_[name];
  --tenant.processes;
  while (tenant.processes < std::max<std::uint32_t>(policy_.reuse.processes, 1)) {
    const auto turn = nextTurn(tenant);
    if (!turn) break;
    ++tenant.processes;
    turn->starts = true;
    turn->ticket->changed.notify();
  }
  forgetSoon(name);
}

/// In a turn of its own: whoever looks at the tenant now may go on with it.
void TenantRunners::forgetSoon(const std::string& name) {
  asio::post(executor_, [this, name] {
    const auto found = tenants_.find(name);
    if (found != tenants_.end() && found->second.processes == 0 && found->second.waiting.empty()) tenants_.erase(found);
  });
}

std::vector<std::pair<std::string, std::shared_ptr<RunnerProcess>>> TenantRunners::idle() const {
  std::vector<std::pair<std::string, std::shared_ptr<RunnerProcess>>> list;
  for (const auto& [name, tenant] : tenants_)
    for (const auto& runner : tenant.idle) list.emplace_back(name, runner);
  return list;
}

void TenantRunners::lose(const std::shared_ptr<RunnerProcess>& runner) {
  const auto held = held_.find(runner.get());
  if (held == held_.end()) return;
  auto& idle = tenants_[held->second.tenant].idle;
  const auto place = std::find(idle.begin(), idle.end(), runner);
  if (place == idle.end()) return;
  auto lost = *place;
  idle.erase(place);
  end(std::move(lost));
}

/// Somebody waits for a place and there is none: the one that was used least lately.
bool TenantRunners::giveUpOne() {
  std::shared_ptr<RunnerProcess> oldest;
  for (const auto& [name, tenant] : tenants_)
    if (!tenant.idle.empty() && (!oldest || tenant.idle.back()->idleSince() < oldest->idleSince())) oldest = tenant.idle.back();
  if (oldest) lose(oldest);
  return oldest != nullptr;
}

Task<> TenantRunners::expire() {
  while (!stopped_) {
    auto next = Clock::time_point::max();
    for (const auto& [name, runner] : idle()) {
      const auto due = runner->idleSince() + policy_.reuse.idleTimeout;
      if (due <= Clock::now()) lose(runner);
      else next = std::min(next, due);
    }
    co_await changed_.waitUntil(next);
  }
}

void TenantRunners::stop() {
  stopped_ = true;
  for (const auto& [name, runner] : idle()) lose(runner);
  for (const auto& [name, tenant] : tenants_)
    for (const auto& turn : tenant.waiting) turn->ticket->changed.notify();
  changed_.notify();
}

}  // namespace isobox::supervisor
