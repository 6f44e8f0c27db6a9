// The reader's turn: which thread reads the connection, and what it does with the lines. Runs in the user's process, in threads
// that wait for an answer and in the box's.
#include <algorithm>
#include <exception>
#include <utility>

#include "ipc/client/core.h"
#include "ipc/client/replies.h"
#include "ipc/told.h"

namespace isobox::detail {

namespace {

/// So long nobody has to read for a call whose thread is about to come back: a stream's reader, a function of the host that
/// runs. Then the box's thread does.
constexpr std::chrono::milliseconds kAbsence{5};

}  // namespace

void Core::await(Waiter& waiter) {
  Lock lock(mutex_);
  while (!waiter.news_) {
    if (link_ && !reading_) {
      takeTurn(lock, waiter.wait_);
      continue;
    }
    waiting_.push_back(&waiter);
    waiter.changed_.wait(lock);
    std::erase(waiting_, &waiter);
  }
  waiter.news_ = false;
  passTurn();
}

void Core::readFor(Waiter& waiter) {
  const Lock lock(mutex_);
  if (std::exchange(waiter.loose_, true) || !waiter.underWay_) return;
  ++loose_;
  watchLoose();
}

/// Reads once.
void Core::takeTurn(Lock& lock, Link::Wait wait) {
  const auto link = link_;
  reading_ = true;
  if (wait != Link::Wait::No) came_ = true, absent_ = false;
  if (link->watch().wantsInput()) link->watchInput(false);
  lock.unlock();
  std::optional<std::string> over;
  try {
    over = link->read(wait, [&](std::string_view line) { return onLine(*link, line); });
  } catch (const std::exception& error) {
    // Lines are missing from here on.
    over = error.what();
  }
  lock.lock();
  reading_ = false;
  if (over) endConnection(*link, {.why = *std::move(over), .lost = true});
}

/// To the next thread that waits. When there is none to the box's: at once if there are calls that no thread waits for; if others are
/// expected back, when they stay away.
void Core::passTurn() {
  if (reading_ || !link_) return;
  if (!waiting_.empty()) return waiting_.front()->changed_.notify_one();
  const bool boxReads = loose_ > 0 || (absent_ && !calls_.empty());
  link_->watchInput(boxReads);
  if (!boxReads && !calls_.empty()) link_->watch().setAlarm(kAbsence);
}

/// A call that no thread waits for must not wait until some other thread passes its turn.
void Core::watchLoose() {
  if (loose_ > 0 && link_ && !reading_ && waiting_.empty()) link_->watchInput(true);
}

void Core::watch(std::shared_ptr<Link> link) {
  auto& watched = link->watch();
  watched.wait([this, link = std::move(link)] { onWatch(link); });
}

void Core::onWatch(const std::shared_ptr<Link>& link) {
  {
    Lock lock(mutex_);
    const auto seen = link->watch().take();
    if (link != link_) return;
    if (seen.room) link->flush();
    if (seen.input && !reading_) takeTurn(lock, Link::Wait::No);
    if (link != link_) return;
    if (seen.alarm) absent_ = !std::exchange(came_, false) && !reading_;
    passTurn();
  }
  watch(link);
}

bool Core::onLine(Link& link, std::string_view line) {
  auto told = ipc::parseTold(line);
  if (auto* notice = std::get_if<ipc::Notice>(&told)) return onNotice(link, std::move(*notice));
  if (auto* answer = std::get_if<ipc::Answer>(&told)) return onAnswer(link, std::move(*answer));
  return onWordless(link, line);
}

bool Core::onNotice(Link& link, ipc::Notice notice) {
  answered_ = true;
  const Lock lock(mutex_);
  if (!link.open()) return false;
  const auto id = notice.id;
  const auto call = calls_.find(id);
  if (call == calls_.end() || !call->second.notices) return true;
  if (!call->second.notices(std::move(notice))) withdraw(id);
  wake(call->second.waiter);
  return true;
}

bool Core::onAnswer(Link& link, ipc::Answer answer) {
  answered_ = true;
  Calls::node_type call;  // freed without the lock: it may be the last to hold much
  const Lock lock(mutex_);
  if (!link.open()) return false;
  // An unknown id: a run that failed with an earlier connection cannot come here, so the supervisor is wrong;
  // but nobody waits for it, and nobody is harmed.
  call = calls_.extract(answer.id);
  if (!call) return true;
  if (isLoose(call.mapped())) --loose_;
  Waiter* const waiter = call.mapped().waiter;
  if (waiter) waiter->underWay_ = false;
  std::move(call.mapped().sink)(toReply(std::move(answer)));
  wake(waiter);
  return link.open();
}

bool Core::onWordless(Link& link, std::string_view line) {
  // An error without an id is about the connection: too many of them, or a line of ours that was refused.
  const auto refusal = parseRefusal(line);
  const Lock lock(mutex_);
  if (refusal) endConnection(link, {.verdict = refusal->verdict, .why = refusal->message});
  else endConnection(link, {.why = "the supervisor sent a line that is no answer: " + excerpt(line)});
  return false;
}

}  // namespace isobox::detail
