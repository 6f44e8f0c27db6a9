// A host for regular expressions with limits: bytes at a time, questions whether to go on.
#ifndef ISOBOX_TESTS_SUPPORT_REGEXP_HOST_H
#define ISOBOX_TESTS_SUPPORT_REGEXP_HOST_H

#include <cstddef>
#include <cstdlib>
#include <limits>

#include "runner/regexp/regexp.h"

namespace isobox::regexp {

class LimitedHost {
 public:
  LimitedHost() = default;
  LimitedHost(std::size_t bytes, long questions) : bytes_(bytes), questions_(questions) {}
  LimitedHost(const LimitedHost&) = delete;
  LimitedHost& operator=(const LimitedHost&) = delete;

  const isobox_regexp_host* get() const { return &host_; }
  std::size_t used() const { return used_; }
  std::size_t peak() const { return peak_; }

 private:
  // Each block knows its size.
  struct alignas(std::max_align_t) Head {
    std::size_t size;
  };

  static void* resize(void* self, void* block, std::size_t size) {
    auto& host = *static_cast<LimitedHost*>(self);
    Head* head = block ? static_cast<Head*>(block) - 1 : nullptr;
    const std::size_t before = head ? head->size : 0;
    if (size > host.bytes_ || host.used_ - before > host.bytes_ - size) return nullptr;
    head = static_cast<Head*>(std::realloc(head, size + sizeof(Head)));
    if (!head) return nullptr;
    head->size = size;
    host.used_ += size - before;
    if (host.used_ > host.peak_) host.peak_ = host.used_;
    return head + 1;
  }
  static void release(void* self, void* block) {
    if (!block) return;
    Head* head = static_cast<Head*>(block) - 1;
    static_cast<LimitedHost*>(self)->used_ -= head->size;
    std::free(head);
  }
  static int mustStop(void* self) { return --static_cast<LimitedHost*>(self)->questions_ < 0; }

  std::size_t bytes_ = std::numeric_limits<std::size_t>::max();
  long questions_ = std::numeric_limits<long>::max();
  std::size_t used_ = 0, peak_ = 0;
  isobox_regexp_host host_{this, resize, release, mustStop};
};

}  // namespace isobox::regexp

#endif
