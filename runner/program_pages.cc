// The program's own code and constants, in huge pages that all runners share. Runs in the zygote, before anything is locked.
#include "runner/program_pages.h"

#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "ipc/base/unique_fd.h"

// Newer than Debian 12's headers; from include/uapi of Linux 6.1.
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

namespace isobox::runner {
namespace {

constexpr std::uintptr_t kPage = 4096;
constexpr std::uintptr_t kHugePage = std::uintptr_t{2} << 20;

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

/// A memory file with the segment's bytes, in huge pages. Linux 6.1.
UniqueFd hugeFileOf(const Segment& segment, std::size_t used) {
  const std::size_t size = segment.end - segment.begin;
  UniqueFd file(::memfd_create("isobox-program", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.valid() || ::ftruncate(file.get(), static_cast<off_t>(size)) != 0) return {};
  const std::size_t room = size + kHugePage;
  void* around = ::mmap(nullptr, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (around == MAP_FAILED) return {};
  void* copy = ::mmap(reinterpret_cast<void*>(up(reinterpret_cast<std::uintptr_t>(around), kHugePage)), size, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_FIXED, file.get(), 0);
  bool huge = copy != MAP_FAILED;
  if (huge) std::memcpy(copy, reinterpret_cast<const void*>(segment.begin), used);
  huge = huge && ::madvise(copy, size, MADV_COLLAPSE) == 0;
  ::munmap(around, room);
  constexpr int kSeals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  if (!huge || ::fcntl(file.get(), F_ADD_SEALS, kSeals) != 0) return {};
  return file;
}

/// The file takes the segment's place in one call. False when it cannot be.
bool shareAsFile(const Segment& segment, std::size_t used) {
  if (segment.begin % kHugePage != 0 || segment.end % kHugePage != 0) return false;
  const UniqueFd file = hugeFileOf(segment, used);
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

}  // namespace

void shareProgramPages() {
  std::vector<Segment> segments;
  ::dl_iterate_phdr(collect, &segments);
  for (const Segment& segment : segments) share(segment);
}

}  // namespace isobox::runner
