// Whole pages of a process's memory. Runs in the zygote and in its children. Trusted.
#ifndef ISOBOX_RUNNER_PAGE_RANGE_H
#define ISOBOX_RUNNER_PAGE_RANGE_H

#include <cstddef>
#include <cstdint>

namespace isobox::runner {

inline constexpr std::size_t kPage = 4096;
/// Of x86-64's second level, and as much as one of its page tables is for.
inline constexpr std::size_t kHugePage = std::size_t{2} << 20;

/// In use, and mapped writable.
struct PageRange {
  std::byte* begin = nullptr;
  std::byte* end = nullptr;

  std::size_t size() const { return static_cast<std::size_t>(end - begin); }
  std::size_t pages() const { return size() / kPage; }
};

inline std::byte* alignedDown(std::byte* place, std::size_t to) { return place - reinterpret_cast<std::uintptr_t>(place) % to; }
inline std::byte* alignedUp(std::byte* place, std::size_t to) { return alignedDown(place + to - 1, to); }

}  // namespace isobox::runner

#endif
