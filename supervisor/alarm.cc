// Notifies an event at a time that is put off again and again. Supervisor, on the event loop.
#include "supervisor/alarm.h"

namespace isobox::supervisor {

void Alarm::set(Clock::time_point when) {
  wanted_ = when;
  if (wanted_ < armed_) arm();
}

void Alarm::arm() {
  armed_ = wanted_;
  timer_.expires_at(armed_);
  timer_.async_wait([self = std::weak_ptr(self_)](boost::system::error_code error) {
    const auto alarm = self.lock();
    if (!error && alarm) (*alarm)->ring();
  });
}

void Alarm::ring() {
  armed_ = Clock::time_point::max();
  if (wanted_ == Clock::time_point::max()) return;
  if (Clock::now() < wanted_) return arm();
  off();
  event_.notify();
}

}  // namespace isobox::supervisor
