// Back to the first state. Runs in sealed runners. System calls: mmap once, brk.
#include "runner/first_state.h"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace isobox::runner {
namespace {

constexpr std::size_t kPage = 4096;
// The frames of keep() and restore(), and of what they call, lie in it.
constexpr std::size_t kOwnStack = 8192;
// Below kCleanStack: who went deeper has left something in here, as each frame has its return address.
constexpr std::size_t kTripWire = std::size_t{64} << 10;

std::uintptr_t pageFloor(std::uintptr_t at) { return at & ~(kPage - 1); }

struct Segments {
  std::uintptr_t dataBegin = 0, dataEnd = 0;  // what can be written to of the program's own segments
  std::uintptr_t readOnlyEnd = 0;             // relocations, made read-only when they were done
  std::uintptr_t threadBegin = 0;             // of the thread's own block
  int writable = 0;
};

int noteSegments(dl_phdr_info* info, std::size_t, void* into) {
  auto& found = *static_cast<Segments*>(into);
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    const auto begin = info->dlpi_addr + header.p_vaddr, end = begin + header.p_memsz;
    if (header.p_type == PT_LOAD && (header.p_flags & PF_W) != 0) {
      ++found.writable;
      found.dataBegin = begin;
      found.dataEnd = end;
    }
    if (header.p_type == PT_GNU_RELRO) found.readOnlyEnd = pageFloor(end);
    if (header.p_type == PT_TLS) found.threadBegin = reinterpret_cast<std::uintptr_t>(info->dlpi_tls_data);
  }
  return 0;
}

std::span<char> bytesBetween(std::uintptr_t begin, std::uintptr_t end) { return {reinterpret_cast<char*>(begin), end - begin}; }

std::span<char> kernelsOwn() {
  char* at = static_cast<char*>(__builtin_thread_pointer()) + __rseq_offset;
  return {at, sizeof(struct rseq)};
}

char* systemBreak(char* wanted) { return reinterpret_cast<char*>(::syscall(SYS_brk, wanted)); }

bool mallocHasMappings() { return ::mallinfo2().hblks != 0; }

/// What lies below whoever calls us.
[[gnu::noinline]] std::span<char> stackBelow() {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  return bytesBetween(here - FirstState::kCleanStack - kTripWire, here - kOwnStack);
}

/// For what a short program asks of malloc: it would take each page from the kernel, and give it back after its end.
void makeRoom() {
  constexpr std::size_t kRoom = std::size_t{112} << 10;
  ::mallopt(M_TRIM_THRESHOLD, 4 * kRoom);
  void* volatile room = std::malloc(kRoom);
  std::free(room);
}

bool allZero(std::span<const char> bytes) {
  return bytes.front() == 0 && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0;
}

}  // namespace

Result<FirstState*> FirstState::keep(const Arena& arena) {
  const auto wrong = [](const char* why) { return Error{"keep the first state", ENOTSUP, why}; };
  Segments found;
  ::dl_iterate_phdr(noteSegments, &found);
  // A library would have one of its own.
  if (found.writable != 1) return wrong("the program is not static");
  if (mallocHasMappings()) return wrong("malloc has mappings");
  makeRoom();
  char* end = systemBreak(nullptr);
  const auto heapEnd = reinterpret_cast<std::uintptr_t>(end);
  const auto thread = reinterpret_cast<std::uintptr_t>(__builtin_thread_pointer());
  // libc takes the thread's block from the heap before anything else.
  const auto heapBegin = pageFloor(found.threadBegin != 0 ? found.threadBegin : thread);
  constexpr std::uintptr_t kLargestHeap = std::uintptr_t{64} << 20;
  if (heapBegin > thread || heapEnd < thread || heapEnd - heapBegin > kLargestHeap) return wrong("the thread's block is not in the heap");
  const auto own = kernelsOwn();
  const auto ownBegin = reinterpret_cast<std::uintptr_t>(own.data());
  if (ownBegin < heapBegin || ownBegin + own.size() > heapEnd) return wrong("the restartable sequence is not in the heap");

  const std::span<char> ranges[] = {arena.touchedBytes(), bytesBetween(std::max(found.dataBegin, found.readOnlyEnd), found.dataEnd),
                                    bytesBetween(heapBegin, ownBegin), bytesBetween(ownBegin + own.size(), heapEnd)};
  std::size_t size = 0;
  for (const auto& range : ranges) size += range.size();
  const std::size_t mapped = sizeof(FirstState) + size;
  void* place = ::mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (place == MAP_FAILED) return errnoError("keep the first state");
  auto* state = new (place) FirstState();
  state->mapped_ = mapped;
  state->copies_ = reinterpret_cast<char*>(state + 1);
  state->break_ = end;
  state->arena_ = ranges[0].size();
  for (const auto& range : ranges) state->ranges_[state->count_++] = range;
  // Last, and with nothing of malloc's in between.
  state->stack_ = stackBelow();
  std::memset(state->stack_.data(), 0, state->stack_.size());
  char* copy = state->copies_;
  for (const auto& range : ranges) {
    std::memcpy(copy, range.data(), range.size());
    copy += range.size();
  }
  return state;
}

std::span<const char> FirstState::copyOf(std::size_t range) const {
  const char* copy = copies_;
  for (std::size_t i = 0; i < range; ++i) copy += ranges_[i].size();
  return {copy, ranges_[range].size()};
}

/// Pages that malloc has taken since go back to the kernel.
bool FirstState::brkAsItWas() const { return systemBreak(nullptr) == break_ || systemBreak(break_) == break_; }

/// Pages that nobody has written to stay shared with the zygote.
void FirstState::putBack(std::span<char> range, const char* copy) {
  for (std::size_t at = 0; at < range.size(); at += kBlock) {
    const std::size_t size = std::min(kBlock, range.size() - at);
    if (std::memcmp(range.data() + at, copy + at, size) != 0) std::memcpy(range.data() + at, copy + at, size);
  }
}

bool FirstState::cleanStack() const {
  const auto used = stack_.subspan(kTripWire);
  std::memset(used.data(), 0, used.size());
  return allZero(stack_.first(kTripWire));
}

bool FirstState::restore(const Arena& arena) {
  const auto touched = arena.touchedBytes();
  if (touched.size() > Arena::kSmallPages.count || touched.size() < arena_ || mallocHasMappings() || !brkAsItWas()) return false;
  std::memset(touched.data() + arena_, 0, touched.size() - arena_);
  const char* copy = copies_;
  for (std::size_t i = 0; i < count_; ++i) {
    putBack(ranges_[i], copy);
    copy += ranges_[i].size();
  }
  return cleanStack();
}

}  // namespace isobox::runner
