// class StreamBuffer: a bounded queue between a producer and a consumer that tells the producer when to
// pause. Used in the user's process.
#ifndef ISOBOX_STREAM_BUFFER_H
#define ISOBOX_STREAM_BUFFER_H

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "isobox/event_emitter.h"

namespace isobox {

/// All three are numbers of items: 1 <= highWaterMark <= maxSize, lowWaterMark <= highWaterMark.
struct StreamBufferOptions {
  std::size_t maxSize = 1000;       // what the buffer holds at most
  std::size_t highWaterMark = 800;  // "pause" when this many are held
  std::size_t lowWaterMark = 200;   // "resume" when, after that, no more than this are left
};

/// Throws std::invalid_argument, naming the option, when `options` make no sense.
void checkStreamBufferOptions(const StreamBufferOptions& options);

struct BufferStats {
  std::size_t size = 0;  // items held now
  std::size_t maxSize = 0;
  bool isPaused = false;
  std::uint64_t pushed = 0;   // items taken since the beginning
  std::uint64_t shifted = 0;  // items given since the beginning
  std::size_t highest = 0;    // the most items ever held

  bool operator==(const BufferStats&) const = default;
};

/// A queue of at most maxSize items. It is paused from the moment it holds highWaterMark items until no more
/// than lowWaterMark (and less than highWaterMark) are left: one "pause" and one "resume" for each crossing.
///
/// All functions may be called from several threads at once. Handlers run in the thread whose push or shift
/// crossed the mark, or in one that is just calling handlers, without a lock and in the order of the
/// crossings; they may use the buffer. A handler that throws fails the buffer, as fail() does: neither the
/// producer nor the consumer loses an item to it. A buffer must not be destroyed while a thread is in one of
/// its functions.
template <class T>
class StreamBuffer {
 public:
  /// Throws std::invalid_argument when `options` make no sense.
  explicit StreamBuffer(StreamBufferOptions options = {}) : options_(options) {
    checkStreamBufferOptions(options_);
  }
  StreamBuffer(const StreamBuffer&) = delete;
  StreamBuffer& operator=(const StreamBuffer&) = delete;

  /// Takes the item. False: taken, but the buffer is paused; wait for "resume" before pushing more. Throws
  /// and takes nothing: std::length_error when maxSize items are held, std::logic_error after close(), and
  /// after fail() what was given to it.
  bool push(T item) {
    bool paused;
    {
      const std::lock_guard lock(mutex_);
      checkOpen();
      items_.push_back(std::move(item));
      ++pushed_;
      highest_ = std::max(highest_, items_.size());
      if (!paused_ && items_.size() >= options_.highWaterMark) cross(true);
      paused = paused_;
    }
    arrived_.notify_one();
    tellCrossings();
    return !paused;
  }

  /// Gives the oldest item, or nothing when none is held.
  std::optional<T> shift() {
    std::optional<T> item;
    {
      const std::lock_guard lock(mutex_);
      if (items_.empty()) return item;
      item = take();
    }
    tellCrossings();
    return item;
  }

  /// Waits for an item and gives the oldest. Nothing: closed, and every item was given. After fail() the
  /// items that were held are given first; then what was given to fail() is thrown, each time.
  std::optional<T> waitShift() {
    std::optional<T> item;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [this] { return !items_.empty() || ended_; });
      if (items_.empty() && failure_) std::rethrow_exception(failure_);
      if (items_.empty()) return item;
      item = take();
    }
    tellCrossings();
    return item;
  }

  /// No item will come any more. What is held can still be shifted. The first of close() and fail() counts.
  void close() { end(nullptr); }

  /// As close(), but the reader is to be told why. Throws std::invalid_argument for a null pointer.
  void fail(std::exception_ptr why) {
    if (!why) throw std::invalid_argument("StreamBuffer.fail: there is no exception in the pointer");
    end(std::move(why));
  }

  /// Calls `handler` at each "pause" or "resume"; other names throw std::invalid_argument.
  ListenerId on(std::string_view event, std::function<void()> handler) {
    if (event != "pause" && event != "resume")
      throw std::invalid_argument("StreamBuffer.on: there is no event " + std::string(event) +
                                  ", only pause and resume");
    if (!handler) throw std::invalid_argument("StreamBuffer.on: the handler is empty");
    return events_.on(event, [handler = std::move(handler)](const boost::json::value&) { handler(); });
  }

  /// Removes a handler. False when it is not there.
  bool off(std::string_view event, ListenerId id) { return events_.off(event, id); }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return items_.size();
  }

  bool isPaused() const {
    const std::lock_guard lock(mutex_);
    return paused_;
  }

  /// True when closed or failed and nothing is left to shift.
  bool isEnded() const {
    const std::lock_guard lock(mutex_);
    return ended_ && items_.empty();
  }

  BufferStats getStats() const {
    const std::lock_guard lock(mutex_);
    return {.size = items_.size(),
            .maxSize = options_.maxSize,
            .isPaused = paused_,
            .pushed = pushed_,
            .shifted = shifted_,
            .highest = highest_};
  }

 private:
  void checkOpen() const {
    if (failure_) std::rethrow_exception(failure_);
    if (ended_) throw std::logic_error("StreamBuffer.push: the buffer is closed");
    if (items_.size() >= options_.maxSize)
      throw std::length_error("StreamBuffer.push: it holds its maximum of " +
                              std::to_string(options_.maxSize) + " items");
  }

  T take() {
    T item = std::move(items_.front());
    items_.pop_front();
    ++shifted_;
    if (paused_ && items_.size() <= options_.lowWaterMark && items_.size() < options_.highWaterMark)
      cross(false);
    return item;
  }

  void cross(bool paused) {
    paused_ = paused;
    untold_.push_back(paused);
  }

  void end(std::exception_ptr why) {
    {
      const std::lock_guard lock(mutex_);
      if (ended_) return;
      ended_ = true;
      failure_ = std::move(why);
    }
    arrived_.notify_all();
  }

  /// Calls the handlers for what has happened. One thread at a time does it: were it two, a "resume" could
  /// overtake the "pause" before it, and the producer would wait for ever.
  void tellCrossings() {
    std::unique_lock lock(mutex_);
    if (telling_) return;
    telling_ = true;
    while (!untold_.empty()) {
      const bool paused = untold_.front();
      untold_.pop_front();
      lock.unlock();
      try {
        events_.emit(paused ? "pause" : "resume");
      } catch (...) {
        end(std::current_exception());
      }
      lock.lock();
    }
    telling_ = false;
  }

  const StreamBufferOptions options_;
  EventEmitter events_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;  // an item, or the end
  std::deque<T> items_;
  std::deque<bool> untold_;  // crossings that the handlers have not heard of: true for a pause
  std::exception_ptr failure_;
  std::uint64_t pushed_ = 0;
  std::uint64_t shifted_ = 0;
  std::size_t highest_ = 0;
  bool paused_ = false;
  bool telling_ = false;
  bool ended_ = false;
};

}  // namespace isobox

#endif
