// class EventEmitter: handlers by the name of an event. Used in the user's process; what it carries may come
// from scripts.
#ifndef ISOBOX_EVENT_EMITTER_H
#define ISOBOX_EVENT_EMITTER_H

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isobox {

/// Names one registration of a handler. Never given out twice by the same emitter.
enum class ListenerId : std::uint64_t {};

/// Events with Node.js's rules: handlers run in the order of their registration, in the thread that emits, on
/// the list as it was when the event was emitted. A handler may therefore add, remove and emit as it likes;
/// what it removes still runs for the event under way, what it adds runs from the next one on. Unlike in
/// Node.js no name is special: an "error" without a handler is no exception.
///
/// All functions may be called from several threads at once. off() does not wait for handlers that run in
/// another thread. An emitter must not be destroyed while it emits.
class EventEmitter {
 public:
  using Handler = std::function<void(const boost::json::value& payload)>;

  EventEmitter() = default;
  EventEmitter(const EventEmitter&) = delete;
  EventEmitter& operator=(const EventEmitter&) = delete;

  /// Calls `handler` for every `event` from now on. Throws std::invalid_argument for an empty handler.
  ListenerId on(std::string_view event, Handler handler);

  /// Calls `handler` for the next `event` only: at most once, also when it emits that event itself and when
  /// two threads emit at once. Throws std::invalid_argument for an empty handler.
  ListenerId once(std::string_view event, Handler handler);

  /// Removes one handler of `event`. False when it is not (any more) there.
  bool off(std::string_view event, ListenerId id);

  /// Removes all handlers of `event`; returns how many there were.
  std::size_t off(std::string_view event);

  /// Calls the handlers of `event` with `payload`; returns whether there were any. A handler that throws does
  /// not keep the others from being called; the first exception is rethrown after the last handler.
  bool emit(std::string_view event, const boost::json::value& payload = nullptr);

  /// Several arguments: the handlers get them as one array.
  template <class First, class Second, class... More>
  bool emit(std::string_view event, First&& first, Second&& second, More&&... more) {
    boost::json::array payload;
    payload.reserve(2 + sizeof...(More));
    payload.emplace_back(std::forward<First>(first));
    payload.emplace_back(std::forward<Second>(second));
    (payload.emplace_back(std::forward<More>(more)), ...);
    return emit(event, boost::json::value(std::move(payload)));
  }

  /// How many handlers `event` has.
  std::size_t listenerCount(std::string_view event) const;

 private:
  struct Listener;
  using Listeners = std::vector<std::shared_ptr<Listener>>;

  ListenerId add(std::string_view event, Handler handler, bool once);
  Listeners snapshot(std::string_view event) const;
  bool claim(std::string_view event, Listener& listener);

  mutable std::mutex mutex_;
  std::uint64_t lastId_ = 0;
  std::map<std::string, Listeners, std::less<>> listeners_;  // no list is empty
};

}  // namespace isobox

#endif
