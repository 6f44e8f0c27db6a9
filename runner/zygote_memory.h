// What of the zygote's memory is not its runners', and where they begin. Runs in the zygote. Trusted.
#ifndef ISOBOX_RUNNER_ZYGOTE_MEMORY_H
#define ISOBOX_RUNNER_ZYGOTE_MEMORY_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <sys/types.h>

#include "ipc/base/result.h"

namespace isobox::runner {

// A page that both have is copied by whoever writes to it first, at the price of a fault and of a flush of all processors' TLBs. The
// zygote writes to its stack, to its list of runners and, if it takes memory, to malloc's: so children have none of the first
// two, and while it serves it takes none.

/// The stack that every runner begins with, in pages that nobody has touched: as large as RLIMIT_STACK of runners lets one grow, and
/// above a megabyte that faults. Its upper end: behind it are a page for the setup page, and then as many bytes as `more`, all of which so costs
/// no page table of its own.
Result<std::byte*> makeRunnerStack(std::size_t more = 0);

/// From here on children do not have this process's own stack, nor what the kernel has put above it: they must begin on another one, and
/// nothing of what they use may lie there.
void keepOwnStack();

/// The kernel writes to this thread's block no more. It did so whenever a process had changed its processor, as libc asks for.
void endRestartableSequences();

/// Runners that live, by their ids in our namespace. In memory that children do not have, all of it taken at once.
class RunnerTable {
 public:
  static constexpr std::size_t kMost = std::size_t{1} << 16;

  static Result<RunnerTable*> create();

  bool full() const { return count_ == kMost; }
  bool empty() const { return count_ == 0; }
  void add(pid_t pid, std::uint64_t runner) { entries_[count_++] = {pid, runner}; }
  /// Whose process it was, which is in the table no more.
  std::optional<std::uint64_t> take(pid_t pid);

 private:
  struct Entry {
    pid_t pid;
    std::uint64_t runner;
  };
  std::size_t count_ = 0;
  Entry entries_[kMost];
};

}  // namespace isobox::runner

#endif
