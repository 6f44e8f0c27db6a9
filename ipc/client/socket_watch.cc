// What the box's thread waits for on a shared socket. Runs in the user's process.
#include "ipc/client/socket_watch.h"

#include <sys/epoll.h>
#include <sys/timerfd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace isobox::detail {

namespace {

/// What take() finds in an event.
enum Source : std::uint32_t { kSocket, kAlarm };

int opened(int fd, const char* what) {
  if (fd < 0) throw std::system_error(errno, std::system_category(), what);
  return fd;
}

void control(int set, int operation, int fd, std::uint32_t events, Source source) {
  epoll_event event{.events = events, .data = {.u32 = source}};
  ::epoll_ctl(set, operation, fd, &event);
}

}  // namespace

SocketWatch::SocketWatch(boost::asio::io_context& io, int socket)
    : alarm_(opened(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timerfd_create")), socket_(socket),
      set_(io, opened(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")) {
  // Nothing is waited for yet; the end of the other side would come even so, and is wanted once only.
  control(set_.native_handle(), EPOLL_CTL_ADD, socket_, EPOLLONESHOT | EPOLLRDHUP, kSocket);
  armed_ = true;
  control(set_.native_handle(), EPOLL_CTL_ADD, alarm_.get(), EPOLLIN, kAlarm);
}

void SocketWatch::want(bool input, bool output) {
  if (armed_ && input == input_ && output == output_) return;
  armed_ = true;
  input_ = input;
  output_ = output;
  const std::uint32_t events = (input ? EPOLLIN : 0u) | (output ? EPOLLOUT : 0u);
  control(set_.native_handle(), EPOLL_CTL_MOD, socket_, EPOLLONESHOT | EPOLLRDHUP | events, kSocket);
}

void SocketWatch::setAlarm(std::chrono::milliseconds after) {
  if (std::exchange(alarmSet_, true)) return;
  const itimerspec once{.it_interval = {}, .it_value = {.tv_sec = after.count() / 1000, .tv_nsec = after.count() % 1000 * 1'000'000}};
  ::timerfd_settime(alarm_.get(), 0, &once, nullptr);
}

SocketWatch::Seen SocketWatch::take() {
  Seen seen;
  std::array<epoll_event, 2> events;
  const int count = ::epoll_wait(set_.native_handle(), events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < count; ++i) {
    if (events[i].data.u32 == kAlarm) {
      std::uint64_t times = 0;
      seen.alarm = ::read(alarm_.get(), &times, sizeof times) > 0;
      alarmSet_ = false;
      continue;
    }
    armed_ = input_ = output_ = false;
    seen.room = events[i].events & EPOLLOUT;
    seen.input = events[i].events & ~EPOLLOUT;
  }
  return seen;
}

void SocketWatch::wait(std::function<void()> ready) {
  set_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [ready = std::move(ready)](const boost::system::error_code& error) {
    if (!error) ready();
  });
}

}  // namespace isobox::detail
