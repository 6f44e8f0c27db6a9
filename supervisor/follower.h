// One client that follows events: what it may see, as far as it reads. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_FOLLOWER_H
#define ISOBOX_SUPERVISOR_FOLLOWER_H

#include <string>
#include <vector>

#include "supervisor/async_event.h"
#include "supervisor/conversation.h"
#include "supervisor/event_bus.h"

namespace isobox::supervisor {

/// Which events a client asks for: by the beginnings of their types; none: all.
using EventTypes = std::vector<std::string>;

/// Operators see everything, tenants what is theirs.
bool maySee(const Caller& caller, const ipc::Event& event, const EventTypes& types);

class Follower : public EventObserver {
 public:
  /// A client that has so many bytes unread is told no more until it has read.
  static constexpr std::size_t kMostUnread = 256 * 1024;

  /// `id`: the request's, as JSON text. `caller` must outlive this.
  Follower(asio::any_io_executor executor, EventBus& bus, Caller& caller, std::string id, EventTypes types);
  ~Follower() override;

  void onEvent(const ToldEvent& told) override;
  void onLastEvent() override { changed.notify(); }
  /// The client has read.
  void readerMoved();

  std::uint64_t dropped() const { return droppedInAll_; }
  AsyncEvent changed;  // there may be no more

 private:
  void send(const std::string& json);

  Caller& caller_;
  const std::string id_;
  const EventTypes types_;
  std::uint64_t dropped_ = 0;  // that it was not told of
  std::uint64_t droppedInAll_ = 0;
  EventBus::Subscription subscription_;
};

}  // namespace isobox::supervisor

#endif
