// Sessions. Supervisor, on the event loop.
#include "supervisor/sessions.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace isobox::supervisor {

std::variant<std::shared_ptr<Session>, ipc::RpcError> Sessions::open(const std::string& tenant, ipc::SessionRequest request,
                                                                     const policy::Limits& limits) {
  if (auto existing = find(tenant, request.session)) return existing;
  if (sessions_.size() >= policy_.max)
    return ipc::RpcError{ipc::RpcCode::Overloaded, "there are " + std::to_string(policy_.max) + " sessions already"};
  if (!request.idleTimeout || *request.idleTimeout > policy_.idleTimeout) request.idleTimeout = policy_.idleTimeout;
  auto session = std::make_shared<Session>(executor_, tenant, std::move(request), limits);
  sessions_.emplace(std::pair(tenant, session->id), session);
  changed_.notify();
  if (events_)
    events_->emit({.type = "session:opened",
                   .severity = ipc::Severity::Info,
                   .tenant = tenant,
                   .context = {{"session", session->id}, {"memory", limits.memory.count}}});
  return session;
}

std::vector<std::shared_ptr<Session>> Sessions::all() const {
  std::vector<std::shared_ptr<Session>> list;
  for (const auto& [key, session] : sessions_) list.push_back(session);
  return list;
}

Milliseconds Sessions::firstEnd(const std::string& tenant) const {
  auto first = policy_.idleTimeout;
  for (const auto& session : of(tenant)) {
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
  if (session->runner && !session->runner->waiting()) close(session, "its process ended by itself");
  session->inUse = true;
  if (!session->ended && !session->runner) {
    session->waiting = ticket;
    auto runner = co_await pool_.acquire(ticket);
    session->waiting = nullptr;
    if (runner && session->ended) pool_.release(std::exchange(runner, nullptr));
    if (runner) {
      pool_.adopt(runner);
      runner->onIdleDeath([this, weak = std::weak_ptr(session)] {
        if (const auto alive = weak.lock()) close(alive, "its process ended by itself");
      });
      session->runner = runner;
    }
  }
  if (!session->runner) {
    session->inUse = false;
    passTurn(session);
  }
  co_return session->runner;
}

Task<bool> Sessions::reset(std::shared_ptr<Session> session) {
  const auto turn = session->nextTurn++;
  while (session->turn != turn && !session->ended) co_await session->changed.wait();
  const bool there = !session->ended;
  if (there) {
    forget(session);
    session->programs = 0;
    session->lastUsed = Clock::now();
  }
  passTurn(session);
  co_return there;
}

void Sessions::leave(const std::shared_ptr<Session>& session, Verdict verdict) {
  session->inUse = false;
  session->lastUsed = Clock::now();
  ++session->programs;
  // Who has lied once is not asked again, alive as it may be.
  const bool alive = session->runner && session->runner->state() == RunnerState::Idle && verdict != Verdict::ProtocolViolation;
  if (!alive && !session->ended)
    close(session, "a program of it ended with the verdict " + std::string(verdictName(verdict)));
  passTurn(session);
}

void Sessions::passTurn(const std::shared_ptr<Session>& session) {
  ++session->turn;
  while (session->skipped.erase(session->turn) > 0) ++session->turn;
  session->changed.notify();
  changed_.notify();
}

void Sessions::forget(const std::shared_ptr<Session>& session) {
  if (auto runner = std::exchange(session->runner, nullptr)) {
    runner->onIdleDeath(nullptr);
    pool_.releaseAdopted(std::move(runner));
  }
}

void Sessions::close(const std::shared_ptr<Session>& session, const std::string& why) {
  if (session->ended) return;
  session->ended = why;
  sessions_.erase({session->tenant, session->id});
  session->memory = {};
  if (events_)
    events_->emit({.type = "session:closed",
                   .severity = ipc::Severity::Info,
                   .tenant = session->tenant,
                   .context = {{"session", session->id}, {"reason", why}, {"programs", session->programs}}});
  // A program that runs now is killed with its runner, and says so itself.
  if (session->runner && session->inUse) session->runner->cancel();
  if (session->waiting) session->waiting->giveUp();
  forget(session);
  session->changed.notify();
  changed_.notify();
}

void Sessions::closeAll(const std::string& why) {
  const auto all = sessions_;
  for (const auto& [key, session] : all) close(session, why);
}

Task<> Sessions::expire() {
  while (!stopped_) {
    auto next = Clock::time_point::max();
    const auto all = sessions_;
    for (const auto& [key, session] : all) {
      if (session->inUse || session->nextTurn != session->turn) continue;
      const auto end = session->lastUsed + session->idleTimeout;
      if (Clock::now() >= end)
        close(session, "nobody used it for long");
      else
        next = std::min(next, end);
    }
    co_await changed_.waitUntil(next);
  }
}

void Sessions::stop() {
  stopped_ = true;
  changed_.notify();
}

}  // namespace isobox::supervisor
