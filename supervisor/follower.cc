// One client that follows events. Supervisor, on the event loop.
#include "supervisor/follower.h"

#include <algorithm>

namespace isobox::supervisor {

bool maySee(const Caller& caller, const ipc::Event& event, const EventTypes& types) {
  if (!caller.isOperator && (event.tenant.empty() || event.tenant != caller.tenant)) return false;
  return types.empty() ||
         std::any_of(types.begin(), types.end(), [&](const std::string& type) { return event.type.starts_with(type); });
}

Follower::Follower(asio::any_io_executor executor, EventBus& bus, Caller& caller, std::string id, EventTypes types)
    : changed(executor), caller_(caller), id_(std::move(id)), types_(std::move(types)), subscription_(bus.subscribe(*this)) {
  caller_.follower = this;
  send(ipc::encodeEvent({.type = "events:following",
                         .severity = ipc::Severity::Info,
                         .tenant = caller_.tenant,
                         .context = {{"everybody", caller_.isOperator}}}));
}

Follower::~Follower() { caller_.follower = nullptr; }

void Follower::send(const std::string& json) { caller_.send(ipc::encodeEventNotice(id_, json)); }

void Follower::onEvent(const ToldEvent& told) {
  if (!maySee(caller_, told.event, types_)) return;
  if (dropped_ > 0 || caller_.unread() > kMostUnread) {
    ++dropped_;
    ++droppedInAll_;
    return;
  }
  send(told.json);
}

void Follower::readerMoved() {
  // Half of it: a reader that is just behind is not told of each single one it misses.
  if (dropped_ == 0 || caller_.unread() > kMostUnread / 2) return;
  send(ipc::encodeEvent({.type = "events:dropped",
                         .severity = ipc::Severity::Warn,
                         .tenant = caller_.tenant,
                         .context = {{"events", std::exchange(dropped_, 0)}}}));
}

}  // namespace isobox::supervisor
