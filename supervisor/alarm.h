// Notifies an event at a time that is put off again and again. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_ALARM_H
#define ISOBOX_SUPERVISOR_ALARM_H

#include <memory>

#include "supervisor/async_event.h"

namespace isobox::supervisor {

/// The kernel is told seldom: an alarm that stands at an earlier time than the one that is wanted now stays there, and is set
/// anew when that has come. Thousands of programs a second each have a deadline, and hardly one of them comes to it.
class Alarm {
 public:
  /// `event` outlives it.
  Alarm(asio::any_io_executor executor, AsyncEvent& event) : event_(event), timer_(std::move(executor)) {}

  /// Notifies at this time, and at no other that was wanted before.
  void set(Clock::time_point when);
  void off() { wanted_ = Clock::time_point::max(); }

 private:
  void arm();
  void ring();

  AsyncEvent& event_;
  asio::steady_timer timer_;
  Clock::time_point wanted_ = Clock::time_point::max();
  Clock::time_point armed_ = Clock::time_point::max();  // no later than what is wanted; max: not
  std::shared_ptr<Alarm*> self_ = std::make_shared<Alarm*>(this);  // for a timer that has expired when this goes
};

}  // namespace isobox::supervisor

#endif
