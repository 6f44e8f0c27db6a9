// class Stream: the values of a program, one by one. Used in the user's process.
#ifndef ISOBOX_STREAM_H
#define ISOBOX_STREAM_H

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "isobox/options.h"
#include "isobox/result.h"

namespace isobox {

namespace detail {
class Conversation;
}

/// The values that a program yields, as they come. A program without a `yield` at its top streams what its last
/// expression gives, if that is an iterator or an async iterable, else that one value.
///
/// A reader that falls behind pauses the program in its jail: no more values than StreamOptions::buffer allows are held
/// anywhere. One reader at a time; stop() may come from any thread.
class Stream {
 public:
  Stream(Stream&&) noexcept;
  Stream& operator=(Stream&&) noexcept;
  /// Ends the program at once if it has not ended.
  ~Stream();

  /// Waits for the next value; nothing at the end. Throws ExecutionError when the program ends with any verdict but ok,
  /// once; Verdict::Ok is the end of a program that was stopped, too.
  std::optional<boost::json::value> next();

  /// next() with an Asio completion token for void(std::exception_ptr, std::optional<boost::json::value>).
  template <class Token = boost::asio::use_future_t<>>
  auto asyncNext(Token&& token = Token()) {
    using Value = std::optional<boost::json::value>;
    return boost::asio::async_initiate<Token, void(std::exception_ptr, Value)>(
        [this](auto handler) {
          auto work = boost::asio::make_work_guard(handler, boost::asio::system_executor());
          // std::function wants to be copied; handlers only move.
          auto kept = std::make_shared<decltype(handler)>(std::move(handler));
          startNext([kept, work = std::make_shared<decltype(work)>(std::move(work))](std::exception_ptr error, Value value) {
            boost::asio::post(work->get_executor(), [kept, work, error, value = std::move(value)]() mutable {
              std::move(*kept)(error, std::move(value));
            });
          });
        },
        token);
  }

  /// The reader wants no more: the program is closed as by `break` in a `for-of`, its `finally` blocks run. Values that
  /// are on their way may still come; next() then says the end. Does not wait.
  void stop();

  /// Everything about the execution, console lines included that no handler took. Throws std::logic_error before the end.
  const ExecutionResult& result() const;

  BufferStats getStats() const;

  /// For `for (const auto& value : stream)`; a stream can be walked once.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = boost::json::value;
    using difference_type = std::ptrdiff_t;
    using pointer = boost::json::value*;
    using reference = boost::json::value&;

    Iterator() = default;
    explicit Iterator(Stream& stream) : stream_(&stream) { ++*this; }
    reference operator*() const { return *value_; }
    pointer operator->() const { return &*value_; }
    Iterator& operator++() {
      value_ = stream_->next();
      if (!value_) stream_ = nullptr;
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.stream_ == b.stream_; }

   private:
    Stream* stream_ = nullptr;
    mutable std::optional<boost::json::value> value_;
  };
  Iterator begin() { return Iterator(*this); }
  Iterator end() { return {}; }

 private:
  friend class IsoBox;
  friend class Session;
  using Then = std::function<void(std::exception_ptr, std::optional<boost::json::value>)>;

  explicit Stream(std::shared_ptr<detail::Conversation> conversation);
  void startNext(Then then);

  std::shared_ptr<detail::Conversation> conversation_;
};

}  // namespace isobox

#endif
