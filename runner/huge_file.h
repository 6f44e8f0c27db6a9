// Memory files in huge pages. Runs in the zygote before anything is locked. Trusted.
#ifndef ISOBOX_RUNNER_HUGE_FILE_H
#define ISOBOX_RUNNER_HUGE_FILE_H

#include <cstddef>
#include <functional>

#include "ipc/base/unique_fd.h"

namespace isobox::runner {

/// A sealed memory file of `size` bytes, which is a multiple of kHugePage, all of them in huge pages (MADV_COLLAPSE, Linux 6.1), with what
/// `fill` writes into them; the rest is zero. Not valid when it cannot be had.
UniqueFd hugeFile(const char* name, std::size_t size, const std::function<void(std::byte*)>& fill);

}  // namespace isobox::runner

#endif
