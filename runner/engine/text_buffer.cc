// A buffer for text whose length a hostile script decides. Runs in the zygote and in sealed runners.
#include "runner/engine/text_buffer.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>

namespace isobox::runner {

namespace {

constexpr std::size_t kSmall = 32 * 1024;

}  // namespace

TextBuffer::~TextBuffer() {
  drop();
  std::free(small_);
}

void TextBuffer::drop() {
  if (reserved_) ::munmap(data_, reserved_);
  reserved_ = 0;
  data_ = nullptr;
  size_ = capacity_ = 0;
  overflowed_ = false;
}

void TextBuffer::restart(Bytes limit) {
  drop();
  limit_ = limit.count;
  if (!small_) small_ = static_cast<char*>(std::malloc(kSmall));
  data_ = small_;
  capacity_ = small_ ? std::min(kSmall, limit_) : 0;
}

bool TextBuffer::makeRoom(std::size_t more) {
  overflowed_ = overflowed_ || more > limit_ - size_;
  if (overflowed_ || reserved_) return false;
  void* place =
      ::mmap(nullptr, limit_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (place == MAP_FAILED) {
    overflowed_ = true;
    return false;
  }
  if (size_) std::memcpy(place, data_, size_);
  data_ = static_cast<char*>(place);
  capacity_ = reserved_ = limit_;
  return true;
}

}  // namespace isobox::runner
