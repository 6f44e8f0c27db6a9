// What all runners begin with, page by page. Runs in the zygote before it is locked, and in its children. Trusted.
#include "runner/page_image.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "ipc/base/unique_fd.h"
#include "runner/huge_file.h"

// Newer than Debian 12's headers; from include/uapi of Linux 5.14.
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

namespace isobox::runner {
namespace {

// Pages that nobody writes to between two that are written: copying them is cheaper than another call.
constexpr std::size_t kGap = 1;
// What is larger than 16 MiB is left as it is.
constexpr std::size_t kMostPages = 4096;
// How deep a short program's calls go.
constexpr std::size_t kStack = 24 * 1024;
// struct pthread, with what the kernel writes to by itself (rseq): around the thread pointer.
constexpr std::size_t kThreadBelow = 512, kThreadAbove = 3072;

std::byte* pageOf(std::uintptr_t place) { return reinterpret_cast<std::byte*>(place & ~(kPage - 1)); }
std::byte* pageAfter(std::uintptr_t place) { return pageOf(place + kPage - 1); }

Result<> replace(const PageRange& range) {
  const std::size_t size = range.size();
  UniqueFd file(::memfd_create("isobox-image", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.valid()) return errnoError("make a memory file");
  // From here to the mapping nothing in the range may change; the calls below write to nothing of ours but on errors.
  for (std::size_t done = 0; done < size;) {
    const ssize_t written = ::pwrite(file.get(), range.begin + done, size - done, static_cast<off_t>(done));
    if (written <= 0) return errnoError("fill a memory file");
    done += static_cast<std::size_t>(written);
  }
  if (::mmap(range.begin, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file.get(), 0) == MAP_FAILED)
    return errnoError("map a memory file");
  if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    return errnoError("seal a memory file");
  return {};
}

/// nullptr: there is no such page.
bool liesIn(const PageRange& range, const std::byte* hugePage) {
  return hugePage && range.begin >= hugePage && range.end <= hugePage + kHugePage;
}

/// What lies at `place` with the bytes of those of `ranges` that lie there, in a huge page elsewhere, for reading only. nullptr: there is none.
const std::byte* copyOf(std::byte* place, std::span<const PageRange> ranges) {
  const UniqueFd file = hugeFile("isobox-image", kHugePage, [&](std::byte* copy) {
    for (const PageRange& range : ranges)
      if (liesIn(range, place)) std::memcpy(copy + (range.begin - place), range.begin, range.size());
  });
  if (!file.valid()) return nullptr;
  void* const room = ::mmap(nullptr, 2 * kHugePage, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED) return nullptr;
  auto* const begin = static_cast<std::byte*>(room);
  auto* const page = alignedUp(begin, kHugePage);
  const bool made = ::mmap(page, kHugePage, PROT_READ, MAP_PRIVATE | MAP_FIXED, file.get(), 0) != MAP_FAILED;
  if (page > begin) ::munmap(begin, static_cast<std::size_t>(page - begin));
  ::munmap(page + kHugePage, static_cast<std::size_t>(begin + kHugePage - page));
  if (!made) ::munmap(page, kHugePage);
  return made ? page : nullptr;
}

// --- the rehearsal: in a child of its own, single-threaded, so that its handler may know it by a global ---------------

struct Watched {
  const PageRange* ranges;
  std::size_t count;
  std::uint8_t* written;  // a byte for each page of all ranges, shared with the parent
};
Watched watched;

/// The page becomes writable, and is noted. Any other fault is one.
void onWrite(int, siginfo_t* info, void*) {
  auto* place = static_cast<std::byte*>(info->si_addr);
  std::uint8_t* page = watched.written;
  for (std::size_t i = 0; i < watched.count; ++i) {
    const PageRange& range = watched.ranges[i];
    if (place >= range.begin && place < range.end) {
      page[static_cast<std::size_t>(place - range.begin) / kPage] = 1;
      if (::mprotect(pageOf(reinterpret_cast<std::uintptr_t>(place)), kPage, PROT_READ | PROT_WRITE) == 0) return;
      break;
    }
    page += range.pages();
  }
  ::_exit(1);
}

void makeReadOnly(std::byte* begin, std::byte* end) {
  if (begin < end) ::mprotect(begin, static_cast<std::size_t>(end - begin), PROT_READ);
}

/// All but what the kernel writes to by itself: a fault of its own cannot be answered.
void protect(const PageRange& range) {
  const auto thread = reinterpret_cast<std::uintptr_t>(__builtin_thread_pointer());
  const PageRange kernels{pageOf(thread - kThreadBelow), pageAfter(thread + kThreadAbove)};
  makeReadOnly(range.begin, std::min(range.end, kernels.begin));
  makeReadOnly(std::max(range.begin, kernels.end), range.end);
}

/// Those pages are written to in any case.
void noteThread(const std::vector<PageRange>& ranges, std::uint8_t* written) {
  const auto thread = reinterpret_cast<std::uintptr_t>(__builtin_thread_pointer());
  for (const PageRange& range : ranges)
    for (std::byte* page = range.begin; page < range.end; page += kPage, ++written)
      if (page >= pageOf(thread - kThreadBelow) && page < pageAfter(thread + kThreadAbove)) *written = 1;
}

[[noreturn]] void rehearseInChild(const std::function<void()>& typical) {
  constexpr std::size_t kHandlerStack = 64 * 1024;
  void* stack = ::mmap(nullptr, kHandlerStack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (stack == MAP_FAILED) ::_exit(1);
  const stack_t alternative{stack, 0, kHandlerStack};
  struct sigaction action {};
  action.sa_sigaction = onWrite;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  if (::sigaltstack(&alternative, nullptr) != 0 || ::sigaction(SIGSEGV, &action, nullptr) != 0) ::_exit(1);
  for (std::size_t i = 0; i < watched.count; ++i) protect(watched.ranges[i]);
  typical();
  ::_exit(0);
}

std::vector<PageRange> runsOf(const std::vector<PageRange>& ranges, const std::uint8_t* written) {
  std::vector<PageRange> runs;
  for (const PageRange& range : ranges) {
    for (std::byte* page = range.begin; page < range.end; page += kPage, ++written) {
      if (!*written) continue;
      const bool near = !runs.empty() && page >= runs.back().end && page <= runs.back().end + kGap * kPage;
      if (near) runs.back().end = page + kPage;
      else runs.push_back({page, page + kPage});
    }
  }
  return runs;
}

}  // namespace

Result<> PageImage::take(const std::vector<PageRange>& ranges) {
  for (const PageRange& range : ranges) {
    if (range.begin >= range.end || range.pages() > kMostPages || rangeCount_ == kMostRanges) continue;
    ISOBOX_CHECK(replace(range));
    ranges_[rangeCount_++] = range;
  }
  return {};
}

Result<> PageImage::takeAgain() {
  for (const PageRange& range : ranges()) ISOBOX_CHECK(replace(range));
  return {};
}

void PageImage::rehearse(const std::function<void()>& typical, PageRange fresh) {
  std::vector<PageRange> ranges(ranges_.begin(), ranges_.begin() + rangeCount_);
  ranges.push_back(fresh);
  std::size_t pages = 0;
  for (const PageRange& range : ranges) pages += range.pages();
  void* notes = ::mmap(nullptr, pages, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (notes == MAP_FAILED) return;
  auto* written = static_cast<std::uint8_t*>(notes);
  noteThread(ranges, written);
  watched = {ranges.data(), ranges.size(), written};
  const pid_t child = ::fork();
  if (child == 0) rehearseInChild(typical);
  if (child > 0) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    const auto runs = runsOf(ranges, written);
    hotCount_ = std::min(runs.size(), kMostHot);
    std::copy_n(runs.begin(), hotCount_, hot_.begin());
  }
  watched = {};
  ::munmap(notes, pages);
}

void PageImage::prepareHugePage(std::byte* place) {
  const auto isCut = [&](const PageRange& range) { return range.begin < place + kHugePage && range.end > place && !liesIn(range, place); };
  if (std::any_of(ranges().begin(), ranges().end(), isCut)) return;
  hugePage_ = place;
  source_ = copyOf(place, ranges());
}

bool PageImage::isCurrent() const {
  return source_ && std::all_of(ranges().begin(), ranges().end(), [&](const PageRange& range) {
    return !liesIn(range, hugePage_) || std::memcmp(range.begin, source_ + (range.begin - hugePage_), range.size()) == 0;
  });
}

void PageImage::populate(const SetupCalls& calls, bool huge) const {
  if (huge && source_) populateHuge(calls);
  else populateSmall(calls, nullptr);
  std::byte* here = pageOf(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)));
  calls(SYS_madvise, here - kStack, kStack, MADV_POPULATE_WRITE);
}

void PageImage::populateSmall(const SetupCalls& calls, const std::byte* except) const {
  for (const PageRange& run : hot())
    if (!liesIn(run, except) && calls(SYS_madvise, run.begin, run.size(), MADV_POPULATE_WRITE) == -EINVAL) return;
  for (const PageRange& range : ranges())
    if (!liesIn(range, except)) calls(SYS_madvise, range.begin, range.size(), MADV_POPULATE_READ);
}

/// From the second call to the last copy there is nothing of malloc's, and nothing of the workload's.
void PageImage::populateHuge(const SetupCalls& calls) const {
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE;
  // First, as memcpy has variables that it reads.
  populateSmall(calls, hugePage_);
  // What was there may be gone by then.
  if (calls(SYS_mmap, hugePage_, kHugePage, PROT_READ | PROT_WRITE, kFlags, -1, 0) < 0) __builtin_trap();
  calls(SYS_madvise, hugePage_, kHugePage, MADV_HUGEPAGE);
  for (const PageRange& range : ranges())
    if (liesIn(range, hugePage_)) std::memcpy(range.begin, source_ + (range.begin - hugePage_), range.size());
}

std::size_t PageImage::hotPages() const {
  std::size_t pages = 0;
  for (const PageRange& run : hot()) pages += run.pages();
  return pages;
}

}  // namespace isobox::runner
