// Sessions. Supervisor, on the event loop.
#include "supervisor/sessions.h"

#include <algorithm>
#include <cerrno>

#include "supervisor/logging.h"

namespace isobox::supervisor {

namespace {

// What has not changed is written anew all the same, now and then: the file says when the session was used.
constexpr std::chrono::hours kSameForLong{1};

StoredSession toStored(const Session& session) {
  return {.tenant = session.tenant,
          .id = session.id,
          .idleTimeout = session.idleTimeout,
          .wall = session.limits.wall,
          .cpu = session.limits.cpu,
          .memory = session.limits.memory,
          .programs = session.programs,
          .saved = std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now())};
}

}  // namespace

void Sessions::keepIn(std::unique_ptr<SessionKeeper> keeper, const policy::Policy& policy) {
  keeper_ = std::move(keeper);
  for (auto& [stored, size] : keeper_->list()) {
    auto limits = policy::defaultsOf(policy, stored.tenant);
    limits.wall = stored.wall, limits.cpu = stored.cpu, limits.memory = stored.memory;
    limits = policy::smaller(limits, policy::ceilingOf(policy, stored.tenant));
    ipc::SessionRequest request{.session = stored.id, .idleTimeout = stored.idleTimeout, .durable = true};
    const auto session = std::make_shared<Session>(executor_, stored.tenant, std::move(request), limits);
    const auto unused = std::chrono::system_clock::now() - stored.saved;
    session->lastUsed = Clock::now() - std::max<std::chrono::system_clock::duration>(unused, Milliseconds(0));
    session->programs = stored.programs;
    session->kept = session->hasState = true;
    session->size = size;
    auto& held = held_[session->tenant];
    ++held.durable, ++durable_;
    held.storage = held.storage + size;
    sessions_.emplace(std::pair(session->tenant, session->id), session);
  }
  if (durable_ > 0) log::info("{} durable sessions are there", durable_);
}

// ---- coming and going --------------------------------------------------------------------------------------------

Task<Sessions::Opened> Sessions::open(std::string tenant, ipc::SessionRequest request, policy::Limits limits) {
  if (const auto existing = find(tenant, request.session)) {
    if (request.durable && !existing->durable)
      co_return ipc::RpcError{ipc::RpcCode::InvalidParams, "params.durable: the session is there already and is not durable"};
    // Somebody else makes it at this moment.
    while (existing->durable && !existing->kept && !existing->ended) co_await existing->changed.wait();
    if (existing->ended) co_return ipc::RpcError{ipc::RpcCode::NotFound, "the session has ended: " + *existing->ended};
    co_return existing;
  }
  auto admitted = admit(tenant, std::move(request), limits);
  const auto* made = std::get_if<std::shared_ptr<Session>>(&admitted);
  if (!made || !(*made)->durable) co_return admitted;
  const auto session = *made;
  const auto written = co_await keep(session, "");
  if (!written) {
    if (const auto gone = co_await discard(session, "it could not be kept: " + written.error().describe()); !gone)
      log::error("{}", gone.error().describe());
    co_return ipc::RpcError{ipc::RpcCode::InternalError, "the session cannot be kept: " + written.error().describe()};
  }
  if (session->ended) co_return ipc::RpcError{ipc::RpcCode::NotFound, "the session has ended: " + *session->ended};
  co_return session;
}

Sessions::Opened Sessions::admit(const std::string& tenant, ipc::SessionRequest request, const policy::Limits& limits) {
  if (!request.idleTimeout || *request.idleTimeout > policy_.idleTimeout) request.idleTimeout = policy_.idleTimeout;
  auto session = std::make_shared<Session>(executor_, tenant, std::move(request), limits);
  // A durable one has no process before its first program.
  if (auto refused = session->durable ? refuseDurable(tenant) : wake(*session)) return *std::move(refused);
  sessions_.emplace(std::pair(tenant, session->id), session);
  if (session->durable) ++held_[tenant].durable, ++durable_;
  changed_.notify();
  if (events_)
    events_->emit({.type = "session:opened",
                   .severity = ipc::Severity::Info,
                   .tenant = tenant,
                   .context = {{"session", session->id}, {"memory", limits.memory.count}, {"durable", session->durable}}});
  return session;
}

namespace {

ipc::RpcError full(const std::string& whose, std::uint32_t count, const char* what) {
  return {ipc::RpcCode::Overloaded, whose + " " + std::to_string(count) + what};
}

}  // namespace

std::optional<ipc::RpcError> Sessions::refuseDurable(const std::string& tenant) const {
  if (!keeper_)
    return ipc::RpcError{ipc::RpcCode::InvalidParams, "params.durable: the supervisor's policy has no folder for sessions (sessions.folder)"};
  if (durable_ >= policy_.durable) return full("there are", policy_.durable, " durable sessions already");
  if (heldBy(tenant).durable < policy_.durablePerTenant) return std::nullopt;
  return full("this client has", policy_.durablePerTenant, " durable sessions already");
}

/// A place for its process, if need be that of a durable session that nobody uses now, and its memory.
std::optional<ipc::RpcError> Sessions::wake(Session& session) {
  const auto count = heldBy(session.tenant).awake;
  if (count >= accounting_.mostSessions(session.tenant) && !putToSleep(&session.tenant))
    return accounting_.sessionRefusal(session.tenant, count, firstEnd(session.tenant));
  if (awake_ >= policy_.max && !putToSleep(nullptr)) return full("there are", policy_.max, " sessions with a process already");
  ipc::RpcError overQuota;
  auto memory = accounting_.hold(session.tenant, session.limits.memory, Clock::now() + session.idleTimeout, overQuota);
  if (!memory) return overQuota;
  session.memory = std::move(*memory);
  setAwake(session, true);
  return std::nullopt;
}

/// The one that was used least lately, of this tenant if one is named.
bool Sessions::putToSleep(const std::string* tenant) {
  std::shared_ptr<Session> longest;
  for (const auto& [key, session] : sessions_) {
    if (!session->durable || !session->runner || session->inUse || session->nextTurn != session->turn) continue;
    if (tenant && session->tenant != *tenant) continue;
    if (!longest || session->lastUsed < longest->lastUsed) longest = session;
  }
  if (longest) forget(longest);
  return longest != nullptr;
}

void Sessions::setAwake(Session& session, bool awake) {
  if (std::exchange(session.awake, awake) == awake) return;
  auto& held = held_[session.tenant];
  if (awake) {
    ++held.awake, ++awake_;
  } else {
    --held.awake, --awake_;
    session.memory = {};
    letGo(session.tenant);
  }
}

Sessions::Held Sessions::heldBy(const std::string& tenant) const {
  const auto found = held_.find(tenant);
  return found == held_.end() ? Held{} : found->second;
}

void Sessions::letGo(const std::string& tenant) {
  const auto found = held_.find(tenant);
  if (found != held_.end() && found->second.awake == 0 && found->second.durable == 0) held_.erase(found);
}

std::vector<std::shared_ptr<Session>> Sessions::all() const {
  std::vector<std::shared_ptr<Session>> list;
  for (const auto& [key, session] : sessions_) list.push_back(session);
  return list;
}

Milliseconds Sessions::firstEnd(const std::string& tenant) const {
  auto first = policy_.idleTimeout;
  for (const auto& session : of(tenant)) {
    if (!session->awake) continue;
    const auto end = session->inUse ? session->idleTimeout : session->lastUsed + session->idleTimeout - Clock::now();
    first = std::min(first, std::chrono::ceil<Milliseconds>(end));
  }
  return std::max(first, Milliseconds(1));
}

std::shared_ptr<Session> Sessions::find(const std::string& tenant, const std::string& id) const {
  const auto found = sessions_.find({tenant, id});
  return found == sessions_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<Session>> Sessions::of(const std::string& tenant) const {
  std::vector<std::shared_ptr<Session>> list;
  for (auto entry = sessions_.lower_bound({tenant, {}}); entry != sessions_.end() && entry->first.first == tenant; ++entry)
    list.push_back(entry->second);
  return list;
}

Task<std::shared_ptr<RunnerProcess>> Sessions::enter(std::shared_ptr<Session> session, std::shared_ptr<Ticket> ticket) {
  const auto turn = session->nextTurn++;
  while (session->turn != turn && !session->ended && !ticket->givenUp) co_await session->changed.wait();
  if (session->ended || ticket->givenUp) {
    if (session->turn == turn) passTurn(session);
    else session->skipped.insert(turn);
    co_return nullptr;
  }
  // What its programs left is lost with it: the next must not begin anew without a word.
  if (session->runner && !session->runner->waiting()) lose(session, "its process ended by itself");
  session->inUse = true;
  ++session->programs;
  if (!session->ended && !session->runner && session->durable && !session->awake) {
    ticket->refusal = wake(*session);
  }
  if (!session->ended && !session->runner && !ticket->refusal) {
    session->waiting = ticket;
    auto runner = co_await pool_.acquire(ticket);
    session->waiting = nullptr;
    if (runner && session->ended) pool_.release(std::exchange(runner, nullptr));
    if (runner) {
      pool_.adopt(runner);
      runner->onIdleDeath([this, weak = std::weak_ptr(session)] {
        if (const auto alive = weak.lock()) lose(alive, "its process ended by itself");
      });
      session->runner = runner;
    }
  }
  if (!session->runner) {
    session->inUse = false;
    if (session->durable) setAwake(*session, false);
    passTurn(session);
  }
  co_return session->runner;
}

void Sessions::lose(const std::shared_ptr<Session>& session, const std::string& why) {
  if (session->durable) forget(session);
  else close(session, why);
}

Task<Result<bool>> Sessions::reset(std::shared_ptr<Session> session) {
  const auto turn = session->nextTurn++;
  while (session->turn != turn && !session->ended) co_await session->changed.wait();
  Result<bool> there = !session->ended;
  if (*there) {
    session->inUse = true;
    forget(session);
    session->programs = 0;
    if (session->durable) {
      const auto written = co_await keep(session, "");
      if (!written) there = written.error();
    }
    session->lastUsed = Clock::now();
    session->inUse = false;
  }
  passTurn(session);
  co_return there;
}

void Sessions::leave(const std::shared_ptr<Session>& session, Verdict verdict) {
  session->inUse = false;
  session->lastUsed = Clock::now();
  // Who has lied once is not asked again, alive as it may be.
  const bool alive = session->runner && session->runner->state() == RunnerState::Idle && verdict != Verdict::ProtocolViolation;
  if (!alive && session->durable) forget(session);
  if (!alive && !session->ended && !session->durable)
    close(session, "a program of it ended with the verdict " + std::string(verdictName(verdict)));
  passTurn(session);
}

void Sessions::passTurn(const std::shared_ptr<Session>& session) {
  ++session->turn;
  while (session->skipped.erase(session->turn) > 0) ++session->turn;
  session->changed.notify();
}

void Sessions::forget(const std::shared_ptr<Session>& session) {
  if (auto runner = std::exchange(session->runner, nullptr)) {
    if (runner->state() == RunnerState::Idle) accounting_.charge(session->tenant, runner->idleCpu());
    runner->onIdleDeath(nullptr);
    pool_.releaseAdopted(std::move(runner));
    if (session->durable) setAwake(*session, false);
  }
}

void Sessions::close(const std::shared_ptr<Session>& session, const std::string& why) {
  if (session->ended) return;
  session->ended = why;
  sessions_.erase({session->tenant, session->id});
  if (events_)
    events_->emit({.type = "session:closed",
                   .severity = ipc::Severity::Info,
                   .tenant = session->tenant,
                   .context = {{"session", session->id}, {"reason", why}, {"programs", session->programs}}});
  // A program that runs now is killed with its runner, and says so itself.
  if (session->runner && session->inUse) session->runner->cancelAtOnce();
  if (session->waiting) session->waiting->giveUp();
  forget(session);
  if (session->durable) {
    auto& held = held_[session->tenant];
    --held.durable, --durable_;
    held.storage = held.storage - session->size;
    letGo(session->tenant);
  } else {
    setAwake(*session, false);
  }
  session->changed.notify();
}

void Sessions::closeAll(const std::string& why) {
  const auto all = sessions_;
  for (const auto& [key, session] : all) close(session, why);
}

/// When something is due with a session that nobody uses until then.
Clock::time_point Sessions::dueAt(const Session& session) const {
  if (!session.durable || session.runner) return session.lastUsed + session.idleTimeout;
  return policy_.keep == Milliseconds(0) ? Clock::time_point::max() : session.lastUsed + policy_.keep;
}

Task<> Sessions::expireOne(std::shared_ptr<Session> session) {
  if (!session->durable) {
    close(session, "nobody used it for long");
  } else if (session->runner) {
    forget(session);
  } else if (const auto gone = co_await discard(session, "nobody used it for long"); !gone) {
    log::error("{}", gone.error().describe());
  }
}

/// Those that are due are found by looking at all of them, but only when the first can be: using a session puts off when it is
/// due, so that nobody has to be told of that.
Task<> Sessions::expire() {
  while (!stopped_) {
    const auto now = Clock::now();
    auto next = Clock::time_point::max();
    std::vector<std::shared_ptr<Session>> due;
    for (const auto& [key, session] : sessions_) {
      const bool used = session->inUse || session->nextTurn != session->turn || (session->durable && !session->kept);
      const auto when = used ? now + session->idleTimeout : dueAt(*session);
      if (when <= now) due.push_back(session);
      else next = std::min(next, when);
    }
    for (const auto& session : due)
      if (!session->ended && !session->inUse && dueAt(*session) <= now) co_await expireOne(session);
    if (due.empty()) co_await changed_.waitUntil(next);
  }
}

// ---- on disk -----------------------------------------------------------------------------------------------------

Task<Result<>> Sessions::keep(std::shared_ptr<Session> session, std::string state) {
  // Another of its name may be there by now.
  if (session->ended) co_return Error{"keep the session", ECANCELED, "it has ended: " + *session->ended};
  const auto stored = toStored(*session);
  const Bytes before = session->size, size{encodeSessionFile(stored, "").size() + state.size()};
  if (heldBy(session->tenant).storage - before + size > policy_.storage)
    co_return Error{"keep the session", EDQUOT, "the durable sessions of this client may take " + std::to_string(policy_.storage.count) + " bytes"};
  // Taken now: others are written at the same time.
  setSize(*session, size);
  const bool hasState = !state.empty();
  const bool mayBeTheSame = Clock::now() < session->writtenAt + std::min<Clock::duration>(kSameForLong, policy_.keep == Milliseconds(0) ? kSameForLong : policy_.keep / 4);
  // Named, as g++ 12 destroys a temporary of a co_await expression twice.
  std::string known = mayBeTheSame ? session->written : std::string();
  auto saved = co_await keeper_->save(stored, std::move(state), std::move(known));
  if (!saved) {
    setSize(*session, before);
    // What is on disk now nobody knows; it is a whole file of the session's at any rate.
    session->written.clear();
    session->hasState = true;
    co_return saved.error();
  }
  if (*saved != session->written) session->writtenAt = Clock::now();
  session->kept = true;
  session->hasState = hasState;
  session->written = std::move(*saved);
  session->changed.notify();
  co_return Result<>();
}

void Sessions::setSize(Session& session, Bytes size) {
  if (session.ended) return;
  auto& held = held_[session.tenant];
  held.storage = held.storage - session.size + size;
  session.size = size;
}

/// States on their way to the disk are in memory: so many bytes, or one state.
Task<> Sessions::reserve(Bytes bytes) {
  constexpr Bytes kMost = 64_MiB;
  while (reserved_.count > 0 && reserved_ + bytes > kMost) co_await roomChanged_.wait();
  reserved_ = reserved_ + bytes;
}

void Sessions::giveBack(Bytes bytes) {
  reserved_ = reserved_ - bytes;
  roomChanged_.notify();
}

Task<Result<std::string>> Sessions::recall(std::shared_ptr<Session> session) {
  if (!session->hasState) co_return std::string();
  co_return co_await keeper_->read(session->tenant, session->id);
}

Task<Result<>> Sessions::discard(std::shared_ptr<Session> session, std::string why) {
  close(session, why);
  if (!session->durable) co_return Result<>();
  // Behind whatever a program of it still writes.
  while (session->inUse) co_await session->changed.wait();
  // Somebody may have made another of that name, whose file it is now.
  if (const auto other = find(session->tenant, session->id); other && other->durable) co_return Result<>();
  co_return co_await keeper_->remove(session->tenant, session->id);
}

void Sessions::stop() {
  stopped_ = true;
  changed_.notify();
}

}  // namespace isobox::supervisor
