// What all runners begin with, page by page. Runs in the zygote before it is locked, and in its children. Trusted.
#include "runner/page_image.h"

#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

#include "ipc/base/unique_fd.h"

// Newer than Debian 12's headers; from include/uapi of Linux 5.14.
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

namespace isobox::runner {
namespace {

constexpr std::size_t kPage = 4096;
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
std::size_t pagesIn(const PageRange& range) { return static_cast<std::size_t>(range.end - range.begin) / kPage; }

int findVariables(dl_phdr_info* info, std::size_t, void* into) {
  auto& range = *static_cast<PageRange*>(into);
  std::uintptr_t readOnlyEnd = 0;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr, end = begin + header.p_memsz;
    if (header.p_type == PT_GNU_RELRO) readOnlyEnd = end;
    if (header.p_type == PT_LOAD && (header.p_flags & PF_W)) range = {pageOf(begin), pageAfter(end)};
  }
  range.begin = std::max(range.begin, pageOf(readOnlyEnd));
  return 1;  // the program itself comes first
}

/// From where the kernel let malloc's heap begin: below it nothing is mapped.
PageRange heap() {
  const auto end = pageOf(reinterpret_cast<std::uintptr_t>(::sbrk(0)));
  auto begin = end;
  unsigned char resident = 0;
  while (static_cast<std::size_t>(end - begin) < kMostPages * kPage && ::mincore(begin - kPage, kPage, &resident) == 0) begin -= kPage;
  return {begin, end};
}

Result<> replace(const PageRange& range) {
  const auto size = static_cast<std::size_t>(range.end - range.begin);
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
    page += pagesIn(range);
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

std::vector<PageRange> PageImage::ownVariables() {
  PageRange variables{};
  ::dl_iterate_phdr(findVariables, &variables);
  return {variables, heap()};
}

Result<> PageImage::take(const std::vector<PageRange>& ranges) {
  for (const PageRange& range : ranges) {
    if (range.begin >= range.end || pagesIn(range) > kMostPages || rangeCount_ == kMostRanges) continue;
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
  for (const PageRange& range : ranges) pages += pagesIn(range);
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

void PageImage::populate(const SetupCalls& calls) const {
  for (const PageRange& run : hot())
    if (calls(SYS_madvise, run.begin, run.end - run.begin, MADV_POPULATE_WRITE) == -EINVAL) return;
  for (const PageRange& range : ranges()) calls(SYS_madvise, range.begin, range.end - range.begin, MADV_POPULATE_READ);
  std::byte* here = pageOf(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)));
  calls(SYS_madvise, here - kStack, kStack, MADV_POPULATE_WRITE);
}

std::size_t PageImage::hotPages() const {
  std::size_t pages = 0;
  for (const PageRange& run : hot()) pages += pagesIn(run);
  return pages;
}

}  // namespace isobox::runner
