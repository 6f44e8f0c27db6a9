// A buffer for text whose length a hostile script decides. Runs in the zygote and in sealed runners.
#ifndef ISOBOX_RUNNER_ENGINE_TEXT_BUFFER_H
#define ISOBOX_RUNNER_ENGINE_TEXT_BUFFER_H

#include <cstddef>
#include <cstring>
#include <string_view>

#include "ipc/base/units.h"

namespace isobox::runner {

/// Appends up to a limit; what goes beyond is dropped and noted. Small text stays in one block that is kept
/// and warm. Large text goes into address space reserved for the whole limit, so that growing neither copies
/// nor doubles: memory around the runner's limit is counted in such buffers. Survives longjmp: nothing is
/// allocated on behalf of a frame.
class TextBuffer {
 public:
  TextBuffer() = default;
  TextBuffer(const TextBuffer&) = delete;
  TextBuffer& operator=(const TextBuffer&) = delete;
  ~TextBuffer();

  /// Empties the buffer and gives large text back. At most `limit` bytes from now on.
  void restart(Bytes limit);
  /// Empties the buffer for text of the same limit.
  void clear() { size_ = 0, overflowed_ = false; }

  void append(std::string_view text) {
    if (text.size() > capacity_ - size_ && !makeRoom(text.size())) return;
    if (!text.empty()) std::memcpy(data_ + size_, text.data(), text.size());
    size_ += text.size();
  }
  void append(char character) {
    if (size_ == capacity_ && !makeRoom(1)) return;
    data_[size_++] = character;
  }
  void append(std::size_t count, char character) {
    if (count > capacity_ - size_ && !makeRoom(count)) return;
    if (count) std::memset(data_ + size_, character, count);
    size_ += count;
  }
  /// `size` must not be larger than the present one.
  void truncate(std::size_t size) { size_ = size; }

  bool overflowed() const { return overflowed_; }
  std::size_t size() const { return size_; }
  std::string_view view(std::size_t from = 0) const { return {data_ + from, size_ - from}; }

 private:
  bool makeRoom(std::size_t more);
  void drop();

  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::size_t limit_ = 0;
  std::size_t reserved_ = 0;  // bytes of the large text's mapping; 0 while small
  char* small_ = nullptr;
  bool overflowed_ = false;
};

}  // namespace isobox::runner

#endif
