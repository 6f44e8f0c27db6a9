// A thread's wait for an answer: it asks for a while before it sleeps. Runs in the user's process.
#include "ipc/client/busy_poll.h"

#include <sched.h>
#include <sys/socket.h>

#include <cerrno>

namespace isobox::detail {

namespace {

using Clock = std::chrono::steady_clock;

/// What recv(2) gives, if anything comes in that time.
ssize_t ask(int socket, void* room, std::size_t size, Clock::time_point until) {
  do {
    const ssize_t count = ::recv(socket, room, size, MSG_DONTWAIT);
    if (count >= 0 || errno != EAGAIN) return count;
    ::sched_yield();
  } while (Clock::now() < until);
  errno = EAGAIN;
  return -1;
}

}  // namespace

ssize_t receiveSoon(PollBudget& budget, int socket, void* room, std::size_t size) {
  if (budget.most() == PollBudget::Duration{}) return ::recv(socket, room, size, 0);
  const auto begin = Clock::now();
  ssize_t count = -1;
  errno = EAGAIN;
  if (budget.pays()) count = ask(socket, room, size, begin + budget.most());
  if (count < 0 && errno == EAGAIN) count = ::recv(socket, room, size, 0);
  const int error = errno;
  budget.learn(Clock::now() - begin);
  errno = error;
  return count;
}

}  // namespace isobox::detail
