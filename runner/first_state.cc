// Back to the first state. Runs in sealed runners. System calls: mmap and munmap.
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

// The frames of keep() and restore(), and of what they call, lie in it.
constexpr std::size_t kOwnStack = 8192;
// Below kCleanStack: who went deeper has left something in here, as each frame has its return address.
constexpr std::size_t kTripWire = std::size_t{64} << 10;

std::span<char> bytesBetween(std::uintptr_t begin, std::uintptr_t end) { return {reinterpret_cast<char*>(begin), end - begin}; }

int countWritable(dl_phdr_info* info, std::size_t, void* into) {
  for (int i = 0; i < info->dlpi_phnum; ++i)
    if (info->dlpi_phdr[i].p_type == PT_LOAD && (info->dlpi_phdr[i].p_flags & PF_W) != 0) ++*static_cast<int*>(into);
  return 0;
}

std::span<char> kernelsOwn() {
  char* at = static_cast<char*>(__builtin_thread_pointer()) + __rseq_offset;
  return {at, sizeof(struct rseq)};
}

bool mallocHasMappings() { return ::mallinfo2().hblks != 0 || mallocHasOther(); }

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

/// Both sides of `hole`, if it lies in there. False when there is no room for more.
bool addAround(FirstState::Ranges& ranges, std::span<char> range, std::span<char> hole) {
  const auto before = static_cast<std::size_t>(hole.data() - range.data());
  if (hole.data() < range.data() || before >= range.size()) return ranges.add(range);
  return ranges.add(range.first(before)) && ranges.add(range.subspan(before + hole.size()));
}

/// False when there are too many, or when the words that the kernel writes are in none.
bool addOwnMemory(FirstState::Ranges& ranges) {
  const auto own = kernelsOwn();
  bool found = false;
  for (const PageRange& range : ownMemory()) {
    const std::span bytes(reinterpret_cast<char*>(range.begin), range.size());
    found = found || (own.data() >= bytes.data() && own.data() < bytes.data() + bytes.size());
    if (!addAround(ranges, bytes, own)) return false;
  }
  return found;
}

bool allZero(std::span<const char> bytes) {
  return bytes.front() == 0 && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0;
}

}  // namespace

Result<FirstState*> FirstState::keep(const Arena& arena) {
  const auto wrong = [](const char* why) { return Error{"keep the first state", ENOTSUP, why}; };
  int writable = 0;
  ::dl_iterate_phdr(countWritable, &writable);
  // A library would have variables of its own.
  if (writable != 1) return wrong("the program is not static");
  if (mallocHasMappings()) return wrong("malloc has mappings");
  makeRoom();
  Ranges ranges;
  ranges.add(arena.touchedBytes());
  if (!addOwnMemory(ranges)) return wrong("the thread's block is not in malloc's memory");
  std::size_t size = 0;
  for (const auto& range : ranges.all()) size += range.size();
  const std::size_t mapped = sizeof(FirstState) + size;
  void* place = ::mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (place == MAP_FAILED) return errnoError("keep the first state");
  auto* state = new (place) FirstState();
  state->mapped_ = mapped;
  state->copies_ = reinterpret_cast<char*>(state + 1);
  state->malloc_ = mallocMark();
  state->arena_ = arena.touchedBytes().size();
  state->ranges_ = ranges;
  // Last, and with nothing of malloc's in between.
  state->stack_ = stackBelow();
  std::memset(state->stack_.data(), 0, state->stack_.size());
  char* copy = state->copies_;
  for (const auto& range : ranges.all()) {
    std::memcpy(copy, range.data(), range.size());
    copy += range.size();
  }
  return state;
}

std::span<const char> FirstState::copyOf(std::size_t range) const {
  const char* copy = copies_;
  for (std::size_t i = 0; i < range; ++i) copy += ranges()[i].size();
  return {copy, ranges()[range].size()};
}

/// Pages that nobody has written to stay shared with the zygote, where they are.
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
  if (touched.size() > arena.smallPages().count || touched.size() < arena_ || mallocHasMappings() || !forgetMallocSince(malloc_)) return false;
  std::memset(touched.data() + arena_, 0, touched.size() - arena_);
  const char* copy = copies_;
  for (const auto& range : ranges()) {
    putBack(range, copy);
    copy += range.size();
  }
  return cleanStack();
}

}  // namespace isobox::runner
