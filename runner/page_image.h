// What all runners begin with, page by page: memory of the zygote as a file that it and its children map, and the pages that every
// program writes to. Runs in the zygote before it is locked; `populate` in its children. Trusted.
#ifndef ISOBOX_RUNNER_PAGE_IMAGE_H
#define ISOBOX_RUNNER_PAGE_IMAGE_H

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "ipc/base/result.h"
#include "runner/page_range.h"
#include "runner/setup_calls.h"

namespace isobox::runner {

/// A page that a child has inherited as its parent's costs a fault, a copy and a flush of all processors' TLBs when it is written to. A
/// page of a private file mapping is not inherited: those that are known to be written are copied in a few calls, without faults
/// or flushes. Where a page's first touch is dear by itself, as it is under a hypervisor that keeps page tables of its own, the cheapest
/// way is one huge page with a copy of everything. All of this is a saving of time: what cannot be had is left out, and the memory reads the same.
class PageImage {
 public:
  /// Maps a sealed file with the same bytes in the place of each range, one by one. Nobody else may be writing. Error: no memory
  /// file; what was replaced by then stays so.
  Result<> take(const std::vector<PageRange>& ranges);

  /// The same ranges again, as they are now: none of their pages is anybody's own any more, and a fork passes nothing on page by page.
  Result<> takeAgain();

  /// Runs `typical` in a child that is thrown away, and notes which pages of the image it writes, and of `fresh`, which is memory
  /// that nobody has touched yet.
  void rehearse(const std::function<void()>& typical, PageRange fresh);

  /// Those ranges that lie in the huge page at `place`, as they are now, ready to be copied into a real one there. There may be nothing
  /// else in it; if one lies in it in part, there is to be none.
  void prepareHugePage(std::byte* place);

  /// In a child: copies of those pages, and pages of its stack. `huge`: by the huge page, if there is one.
  void populate(const SetupCalls& calls, bool huge) const;

  bool hasHugePage() const { return source_ != nullptr; }
  /// What the huge page would have is what this process has; false without one.
  bool isCurrent() const;
  /// In pages. For tests and figures.
  std::size_t hotPages() const;

 private:
  // In this object: a child that reads them elsewhere, in the image, has pages there that it is about to replace.
  static constexpr std::size_t kMostRanges = 8, kMostHot = 128;
  std::array<PageRange, kMostRanges> ranges_{};
  std::size_t rangeCount_ = 0;
  std::array<PageRange, kMostHot> hot_{};
  std::size_t hotCount_ = 0;
  std::byte* hugePage_ = nullptr;  // where it would be
  const std::byte* source_ = nullptr;  // what it would have, ranges at their places

  void populateSmall(const SetupCalls& calls, const std::byte* except) const;
  void populateHuge(const SetupCalls& calls) const;
  std::span<const PageRange> ranges() const { return {ranges_.data(), rangeCount_}; }
  std::span<const PageRange> hot() const { return {hot_.data(), hotCount_}; }
};

}  // namespace isobox::runner

#endif
