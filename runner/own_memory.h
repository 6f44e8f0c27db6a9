// What a static program writes to of its own: its variables, and what malloc gives out. Runs in the zygote and in runners; hostile as soon
// as a program has taken one over.
#ifndef ISOBOX_RUNNER_OWN_MEMORY_H
#define ISOBOX_RUNNER_OWN_MEMORY_H

#include <cstddef>
#include <vector>

#include "runner/page_range.h"

namespace isobox::runner {

// A page table is for 2 MiB, and a process has to have each made, filled and given back; a hypervisor that keeps tables of its own does
// all of that once more, and stops the other processors for it. The kernel puts what malloc takes (brk(2)) far away from all else,
// where it needs three tables of its own. So whoever links this file has libc's `sbrk` from here: malloc begins behind the variables
// and goes on, once openRoom() is called, in one huge page with what the program puts behind it, see roomFor().

/// From the variables' first page that is not read-only to what malloc has taken behind them, and what it has elsewhere.
std::vector<PageRange> ownMemory();

/// Malloc takes memory from a room at the beginning of a huge page from here on, and the place behind it is held until roomFor() is called.
/// Once, and early: what has been taken stays where it is. A wish.
void openRoom();

/// Empty when there is none.
PageRange mallocRoom();

/// The place behind the room, where a mapping of `size` bytes is to be made with MAP_FIXED_NOREPLACE, at once; behind its end
/// malloc goes on when the room is used up. nullptr when there is no room, or the place has been given away.
std::byte* roomFor(std::size_t size);

/// It could not be given what it wanted, so it has mappings that nobody here knows of.
bool mallocHasOther();

/// What malloc has taken, at some moment.
struct MallocMark {
  std::byte* begin;   // of where it is growing
  std::byte* taken;   // its end
  std::byte* mapped;  // that of the pages
  bool operator==(const MallocMark&) const = default;
};
MallocMark mallocMark();

/// What malloc has taken since is nobody's any more: pages go back to the kernel, others are zero. It does not know of that: its state
/// must be put back as it was then. False when that cannot be.
bool forgetMallocSince(const MallocMark& mark);

}  // namespace isobox::runner

#endif
