// A thread's wait for an answer: it asks for a while before it sleeps. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_BUSY_POLL_H
#define ISOBOX_IPC_CLIENT_BUSY_POLL_H

#include <sys/types.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <thread>

namespace isobox::detail {

/// How long a wait may be spent asking. Waking a processor that went idle costs more than a short program does, above all in a
/// virtual machine. So whoever expects an answer soon asks for it again and again, lets others go first each time, and sleeps only
/// when it stays away. What waits before took tells whether it comes soon. Of one thread at a time.
class PollBudget {
 public:
  using Duration = std::chrono::nanoseconds;

  /// Never longer than `most` at a time; 0: never. Nor is there any use on a machine with one processor.
  explicit PollBudget(Duration most) : most_(std::thread::hardware_concurrency() > 1 ? most : Duration{}) {}

  Duration most() const { return most_; }
  /// Whether the next wait is to begin with asking.
  bool pays() const { return expected_ < most_; }
  /// A wait has taken so long.
  void learn(Duration wait) { expected_ += (std::min(wait, kLongest * most_) - expected_) / 4; }

 private:
  /// A wait counts as at most so many times the longest poll: after one long program a dozen short ones bring polling back.
  static constexpr int kLongest = 8;

  Duration most_;
  Duration expected_{};  // a moving average
};

/// What recv(2) gives for a socket that blocks, and its errno.
ssize_t receiveSoon(PollBudget& budget, int socket, void* room, std::size_t size);

}  // namespace isobox::detail

#endif
