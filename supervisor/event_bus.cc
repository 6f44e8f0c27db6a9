// Events on their way. Supervisor, on the event loop.
#include "supervisor/event_bus.h"

#include <algorithm>
#include <utility>

namespace isobox::supervisor {
namespace {

constexpr std::size_t kKept = 256;

}  // namespace

EventBus::Subscription& EventBus::Subscription::operator=(Subscription&& other) noexcept {
  if (this == &other) return *this;
  end();
  list_ = std::move(other.list_);
  observer_ = other.observer_;
  return *this;
}

void EventBus::Subscription::end() {
  if (!list_) return;
  list_->erase(std::remove(list_->begin(), list_->end(), observer_), list_->end());
  list_ = nullptr;
}

EventBus::Subscription EventBus::subscribe(EventObserver& observer) {
  observers_->push_back(&observer);
  return Subscription(observers_, &observer);
}

void EventBus::emit(ipc::Event event) {
  auto json = ipc::encodeEvent(event);
  waiting_.push_back({std::move(event), std::move(json)});
  if (std::exchange(telling_, true)) return;
  while (!waiting_.empty()) {
    auto told = std::move(waiting_.front());
    waiting_.pop_front();
    tell(told);
    if (told.event.type == "metrics:recorded") continue;
    // Its text is bounded, what it was made of need not be.
    told.event.context = {};
    recent_.push_back(std::move(told));
    if (recent_.size() > kKept) recent_.pop_front();
  }
  telling_ = false;
}

/// To those who watch now and still do when their turn comes.
void EventBus::tell(const ToldEvent& told) {
  const auto all = *observers_;
  for (auto* observer : all)
    if (std::find(observers_->begin(), observers_->end(), observer) != observers_->end()) observer->onEvent(told);
}

void EventBus::close() {
  closed_ = true;
  const auto all = *observers_;
  for (auto* observer : all)
    if (std::find(observers_->begin(), observers_->end(), observer) != observers_->end()) observer->onLastEvent();
}

}  // namespace isobox::supervisor
