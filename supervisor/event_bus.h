// Events on their way from where things happen to who watches: followers and the audit file. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_EVENT_BUS_H
#define ISOBOX_SUPERVISOR_EVENT_BUS_H

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "ipc/events.h"

namespace isobox::supervisor {

/// An event and its text, which is made once for all who watch.
struct ToldEvent {
  ipc::Event event;
  std::string json;
};

class EventObserver {
 public:
  virtual ~EventObserver() = default;
  virtual void onEvent(const ToldEvent& told) = 0;
  /// There will be no more.
  virtual void onLastEvent() {}
};

class EventBus {
 public:
  /// Tells everybody who watches, in the order of the calls, also of one that comes while another is told.
  void emit(ipc::Event event);

  /// Tells everybody that this was all.
  void close();
  bool closed() const { return closed_; }

  /// The last 256 events but those of single executions.
  const std::deque<ToldEvent>& recent() const { return recent_; }

  /// Watches as long as it lives; it may outlive the bus.
  class Subscription {
   public:
    Subscription() = default;
    ~Subscription() { end(); }
    Subscription(Subscription&& other) noexcept : list_(std::move(other.list_)), observer_(other.observer_) {}
    Subscription& operator=(Subscription&& other) noexcept;

   private:
    friend class EventBus;
    using List = std::vector<EventObserver*>;
    Subscription(std::shared_ptr<List> list, EventObserver* observer) : list_(std::move(list)), observer_(observer) {}
    void end();
    std::shared_ptr<List> list_;
    EventObserver* observer_ = nullptr;
  };
  [[nodiscard]] Subscription subscribe(EventObserver& observer);
  std::size_t observers() const { return observers_->size(); }

 private:
  void tell(const ToldEvent& told);

  std::shared_ptr<Subscription::List> observers_ = std::make_shared<Subscription::List>();
  std::deque<ToldEvent> recent_;
  std::deque<ToldEvent> waiting_;  // emitted while another is told
  bool telling_ = false;
  bool closed_ = false;
};

}  // namespace isobox::supervisor

#endif
