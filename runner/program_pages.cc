// The program's own code and constants, in huge pages that all runners share. Runs in the zygote, before anything is locked.
#include "runner/program_pages.h"

#include <link.h>
#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "runner/huge_file.h"
#include "runner/page_range.h"

namespace isobox::runner {
namespace {

struct Segment {
  std::uintptr_t begin, end;
  int rights;
};

std::uintptr_t up(std::uintptr_t place, std::uintptr_t to) { return (place + to - 1) & ~(to - 1); }

/// What is small holds tables of the program's file, which nobody reads again.
constexpr std::uintptr_t kWorthIt = std::uintptr_t{1} << 20;

int collect(dl_phdr_info* info, std::size_t, void* into) {
  auto& segments = *static_cast<std::vector<Segment>*>(into);
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    if (header.p_type != PT_LOAD || (header.p_flags & PF_W)) continue;
    const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
    if (header.p_memsz < kWorthIt) continue;
    const int rights = PROT_READ | ((header.p_flags & PF_X) ? PROT_EXEC : 0);
    segments.push_back({begin & ~(kPage - 1), up(begin + header.p_memsz, kPage), rights});
  }
  return 1;  // the program itself comes first; of others there is only the vDSO
}

/// To the end of its last huge page, if nothing else is there.
void reserveTail(Segment& segment) {
  const std::uintptr_t end = up(segment.end, kHugePage);
  if (end == segment.end) return;
  void* tail = ::mmap(reinterpret_cast<void*>(segment.end), end - segment.end, PROT_NONE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
  if (tail == MAP_FAILED) return;
  if (tail == reinterpret_cast<void*>(segment.end)) segment.end = end;
  else ::munmap(tail, end - segment.end);
}

/// The file takes the segment's place in one call. False when it cannot be.
bool shareAsFile(const Segment& segment, std::size_t used) {
  if (segment.begin % kHugePage != 0 || segment.end % kHugePage != 0) return false;
  const auto fill = [&](std::byte* copy) { std::memcpy(copy, reinterpret_cast<const void*>(segment.begin), used); };
  const UniqueFd file = hugeFile("isobox-program", segment.end - segment.begin, fill);
  return file.valid() && ::mmap(reinterpret_cast<void*>(segment.begin), segment.end - segment.begin, segment.rights, MAP_PRIVATE | MAP_FIXED,
                                file.get(), 0) != MAP_FAILED;
}

/// The copy is written at a place of its own and takes the segment's in one call: what runs meanwhile finds one or the other, and
/// no page is ever writable and executable.
void share(Segment segment) {
  const std::size_t used = segment.end - segment.begin;
  reserveTail(segment);
  if (shareAsFile(segment, used)) return;
  const std::size_t size = segment.end - segment.begin;
  const std::size_t room = size + 2 * kHugePage;
  void* mapping = ::mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapping == MAP_FAILED) return;
  const auto begin = reinterpret_cast<std::uintptr_t>(mapping);
  // Pages move whole when both places lie alike in their huge pages.
  const std::uintptr_t copy = up(begin, kHugePage) + segment.begin % kHugePage;
  ::madvise(mapping, room, MADV_HUGEPAGE);
  std::memcpy(reinterpret_cast<void*>(copy), reinterpret_cast<const void*>(segment.begin), used);
  const bool placed = ::mprotect(reinterpret_cast<void*>(copy), size, segment.rights) == 0 &&
                      ::mremap(reinterpret_cast<void*>(copy), size, size, MREMAP_MAYMOVE | MREMAP_FIXED,
                               reinterpret_cast<void*>(segment.begin)) != MAP_FAILED;
  // What lies around the copy, and the copy itself if it found no place.
  if (copy > begin) ::munmap(mapping, copy - begin);
  if (!placed) ::munmap(reinterpret_cast<void*>(copy), size);
  if (begin + room > copy + size) ::munmap(reinterpret_cast<void*>(copy + size), begin + room - (copy + size));
}

int findRelocated(dl_phdr_info* info, std::size_t, void* into) {
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
    if (header.p_type == PT_GNU_RELRO) *static_cast<Segment*>(into) = {begin & ~(kPage - 1), (begin + header.p_memsz) & ~(kPage - 1), PROT_READ};
  }
  return 1;
}

/// Pointers that were relocated and are read-only since: pages of this process's own, which a fork would pass on one by one. They end where
/// a huge page does; what lies before them in it must be free.
void shareRelocated(const Segment& segment) {
  const std::uintptr_t begin = segment.begin / kHugePage * kHugePage, free = segment.begin - begin;
  if (segment.end != begin + kHugePage || free == 0) return;
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
  void* const head = ::mmap(reinterpret_cast<void*>(begin), free, PROT_READ, kFlags, -1, 0);
  if (head == MAP_FAILED) return;
  const bool there = head == reinterpret_cast<void*>(begin);
  if (!there || !shareAsFile({begin, segment.end, segment.rights}, kHugePage)) ::munmap(head, free);
}

}  // namespace

void shareProgramPages() {
  std::vector<Segment> segments;
  ::dl_iterate_phdr(collect, &segments);
  for (const Segment& segment : segments) share(segment);
  Segment relocated{};
  ::dl_iterate_phdr(findRelocated, &relocated);
  shareRelocated(relocated);
}

}  // namespace isobox::runner
