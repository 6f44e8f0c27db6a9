// class EventEmitter. Runs in the user's process, in any of its threads.
//
// The mutex guards the lists and is never held while a handler is called, copied or destroyed: handlers and
// what they hold are the user's code and may come back.
#include "isobox/event_emitter.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <stdexcept>

namespace isobox {

struct EventEmitter::Listener {
  Listener(ListenerId number, Handler function, bool single)
      : id(number), handler(std::move(function)), once(single) {}

  const ListenerId id;
  const Handler handler;
  const bool once;
  std::atomic<bool> called{false};  // of `once` only
};

ListenerId EventEmitter::on(std::string_view event, Handler handler) {
  return add(event, std::move(handler), false);
}

ListenerId EventEmitter::once(std::string_view event, Handler handler) {
  return add(event, std::move(handler), true);
}

ListenerId EventEmitter::add(std::string_view event, Handler handler, bool once) {
  if (!handler)
    throw std::invalid_argument("EventEmitter: the handler of " + std::string(event) + " is empty");
  const std::lock_guard lock(mutex_);
  auto listener = std::make_shared<Listener>(ListenerId{++lastId_}, std::move(handler), once);
  const auto id = listener->id;
  listeners_[std::string(event)].push_back(std::move(listener));
  return id;
}

bool EventEmitter::off(std::string_view event, ListenerId id) {
  std::shared_ptr<Listener> removed;  // outlives the lock
  const std::lock_guard lock(mutex_);
  const auto entry = listeners_.find(event);
  if (entry == listeners_.end()) return false;
  auto& list = entry->second;
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& one) { return one->id == id; });
  if (found == list.end()) return false;
  removed = std::move(*found);
  list.erase(found);
  if (list.empty()) listeners_.erase(entry);
  return true;
}

std::size_t EventEmitter::off(std::string_view event) {
  Listeners removed;  // outlives the lock
  const std::lock_guard lock(mutex_);
  const auto entry = listeners_.find(event);
  if (entry == listeners_.end()) return 0;
  removed = std::move(entry->second);
  listeners_.erase(entry);
  return removed.size();
}

EventEmitter::Listeners EventEmitter::snapshot(std::string_view event) const {
  const std::lock_guard lock(mutex_);
  const auto entry = listeners_.find(event);
  return entry == listeners_.end() ? Listeners() : entry->second;
}

/// Whether this emit is the one that may call the listener.
bool EventEmitter::claim(std::string_view event, Listener& listener) {
  if (!listener.once) return true;
  if (listener.called.exchange(true)) return false;
  off(event, listener.id);
  return true;
}

bool EventEmitter::emit(std::string_view event, const boost::json::value& payload) {
  const auto listeners = snapshot(event);
  std::exception_ptr first;
  for (const auto& listener : listeners) {
    if (!claim(event, *listener)) continue;
    try {
      listener->handler(payload);
    } catch (...) {
      if (!first) first = std::current_exception();
    }
  }
  if (first) std::rethrow_exception(first);
  return !listeners.empty();
}

std::size_t EventEmitter::listenerCount(std::string_view event) const {
  const std::lock_guard lock(mutex_);
  const auto entry = listeners_.find(event);
  return entry == listeners_.end() ? 0 : entry->second.size();
}

}  // namespace isobox
