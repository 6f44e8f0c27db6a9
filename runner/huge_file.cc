// Memory files in huge pages. Runs in the zygote before anything is locked.
#include "runner/huge_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runner/page_range.h"

// Newer than Debian 12's headers; from include/uapi of Linux 6.1.
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

namespace isobox::runner {

UniqueFd hugeFile(const char* name, std::size_t size, const std::function<void(std::byte*)>& fill) {
  UniqueFd file(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.valid() || ::ftruncate(file.get(), static_cast<off_t>(size)) != 0) return {};
  const std::size_t room = size + kHugePage;
  void* around = ::mmap(nullptr, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (around == MAP_FAILED) return {};
  void* copy = ::mmap(alignedUp(static_cast<std::byte*>(around), kHugePage), size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file.get(), 0);
  bool huge = copy != MAP_FAILED;
  if (huge) fill(static_cast<std::byte*>(copy));
  huge = huge && ::madvise(copy, size, MADV_COLLAPSE) == 0;
  ::munmap(around, room);
  constexpr int kSeals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  if (!huge || ::fcntl(file.get(), F_ADD_SEALS, kSeals) != 0) return {};
  return file;
}

}  // namespace isobox::runner
