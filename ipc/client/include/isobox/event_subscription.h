// class EventSubscription: a handler that hears what happens in a supervisor. Used in the user's process.
#ifndef ISOBOX_EVENT_SUBSCRIPTION_H
#define ISOBOX_EVENT_SUBSCRIPTION_H

#include <memory>

namespace isobox {

namespace detail {
class Following;
}

/// What IsoBox::followEvents gives. It may outlive its box.
class EventSubscription {
 public:
  /// Follows nothing.
  EventSubscription();
  ~EventSubscription();
  EventSubscription(EventSubscription&&) noexcept;
  EventSubscription& operator=(EventSubscription&&) noexcept;

  /// Ends it. A handler that runs in another thread is not waited for.
  void stop();

 private:
  friend class IsoBox;
  explicit EventSubscription(std::shared_ptr<detail::Following> following);
  std::shared_ptr<detail::Following> following_;
};

}  // namespace isobox

#endif
