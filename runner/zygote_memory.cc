// What of the zygote's memory is not its runners'. Runs in the zygote. Trusted.
#include "runner/zygote_memory.h"

#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>

#include "runner/page_range.h"

namespace isobox::runner {
namespace {

constexpr std::size_t kStack = std::size_t{8} << 20;
// Frames of any size of ours end in it.
constexpr std::size_t kGuard = std::size_t{1} << 20;

}  // namespace

Result<std::byte*> makeRunnerStack(std::size_t more) {
  const std::size_t behind = kPage + ((more + kPage - 1) & ~(kPage - 1));
  void* place = ::mmap(nullptr, kGuard + kStack + behind, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (place == MAP_FAILED) return errnoError("make the runners' stack");
  auto* stack = static_cast<std::byte*>(place) + kGuard;
  if (::mprotect(stack, kStack + behind, PROT_READ | PROT_WRITE) != 0) return errnoError("make the runners' stack");
  // Two megabytes at once would be cleared for a few kilobytes that are used. Kernels without huge pages refuse.
  ::madvise(stack, kStack, MADV_NOHUGEPAGE);
  return stack + kStack;
}

/// At the upper end the kernel has put the program's name (fs/binfmt_elf.c), and eight bytes behind it.
void keepOwnStack() {
  const auto* name = reinterpret_cast<const char*>(::getauxval(AT_EXECFN));
  if (!name) return;
  const auto last = reinterpret_cast<std::uintptr_t>(name) + std::strlen(name) + 1 + 8;
  const std::uintptr_t end = (last + kPage - 1) & ~(kPage - 1);
  // Below the stack nothing is mapped, so it does not matter how deep it is; the answer is ENOMEM in any case.
  ::madvise(reinterpret_cast<void*>(end - kStack), kStack, MADV_DONTFORK);
}

void endRestartableSequences() {
  if (__rseq_size == 0) return;
  // The length that libc gave: sizeof(struct rseq) of 2.35 to 2.39, which is what the kernel first had.
  constexpr std::uint32_t kLength = 32;
  ::syscall(SYS_rseq, static_cast<char*>(__builtin_thread_pointer()) + __rseq_offset, kLength, RSEQ_FLAG_UNREGISTER, RSEQ_SIG);
}

Result<RunnerTable*> RunnerTable::create() {
  void* place = ::mmap(nullptr, sizeof(RunnerTable), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (place == MAP_FAILED || ::madvise(place, sizeof(RunnerTable), MADV_DONTFORK) != 0) return errnoError("make the list of runners");
  ::madvise(place, sizeof(RunnerTable), MADV_NOHUGEPAGE);
  return new (place) RunnerTable;
}

std::optional<std::uint64_t> RunnerTable::take(pid_t pid) {
  for (std::size_t i = 0; i < count_; ++i) {
    if (entries_[i].pid != pid) continue;
    const auto runner = entries_[i].runner;
    entries_[i] = entries_[--count_];
    return runner;
  }
  return std::nullopt;
}

}  // namespace isobox::runner
