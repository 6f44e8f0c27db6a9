// What all runners begin with, page by page: memory of the zygote as a file that it and its children map, and the pages that every
// program writes to. Runs in the zygote before it is locked; `populate` in its children. Trusted.
#ifndef ISOBOX_RUNNER_PAGE_IMAGE_H
#define ISOBOX_RUNNER_PAGE_IMAGE_H

#include <cstddef>
#include <functional>
#include <vector>

#include "ipc/base/result.h"

namespace isobox::runner {

/// Whole pages, in use and mapped writable.
struct PageRange {
  std::byte* begin;
  std::byte* end;
};

/// A page that a child has inherited as its parent's costs a fault, a copy and a flush of all processors' TLBs when it is written to. A
/// page of a private file mapping is not inherited: those that are known to be written are copied in a few calls, without faults
/// or flushes. All of this is a saving of time: what cannot be had is left out, and the memory reads the same.
class PageImage {
 public:
  /// The program's own variables and what malloc has.
  static std::vector<PageRange> ownVariables();

  /// Maps a sealed file with the same bytes in the place of each range, one by one. Nobody else may be writing. Error: no memory
  /// file; what was replaced by then stays so.
  Result<> take(const std::vector<PageRange>& ranges);

  /// Runs `typical` in a child that is thrown away, and notes which pages of the image it writes, and of `fresh`, which is memory
  /// that nobody has touched yet.
  void rehearse(const std::function<void()>& typical, PageRange fresh);

  /// In a child: copies of those pages, and a stack of new ones.
  void populate() const;

  /// In the zygote, when it waits for orders: what its stack was used for below here is given back, so that no child inherits it.
  static void dropUsedStack();

  /// In pages. For tests and figures.
  std::size_t hotPages() const;

 private:
  std::vector<PageRange> ranges_;
  std::vector<PageRange> hot_;
};

}  // namespace isobox::runner

#endif
