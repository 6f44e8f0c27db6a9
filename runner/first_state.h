// The memory of a runner before its first program, and the way back to it. Runs in sealed runners, between the programs of one
// tenant; hostile as soon as one of them has taken the engine over. No boundary: see README.md.
#ifndef ISOBOX_RUNNER_FIRST_STATE_H
#define ISOBOX_RUNNER_FIRST_STATE_H

#include <array>
#include <cstddef>
#include <span>

#include "ipc/base/result.h"
#include "runner/engine/arena.h"
#include "runner/own_memory.h"

namespace isobox::runner {

/// A copy of everything that this process can write to: the engine's arena, the program's variables, and what malloc has given
/// out with malloc's own state (own_memory.h). It lies in a mapping of its own, and so does this object: it must not go back with the rest.
/// A static program with one thread only, whose malloc has no mappings (no block of 128 KiB or more) at that moment.
///
/// What is not put back: the stack of those who call (what lies below them is made zero), and the words that the kernel itself
/// writes (restartable sequences: the processor's number).
class FirstState {
 public:
  /// Blocks that are compared and copied as one.
  static constexpr std::size_t kBlock = 4096;
  /// A program that took more of the stack than this ends its process: its pages could not be given back.
  static constexpr std::size_t kCleanStack = std::size_t{256} << 10;

  /// Without memory of malloc's.
  class Ranges {
   public:
    bool add(std::span<char> range) {
      if (count_ == ranges_.size()) return false;
      ranges_[count_++] = range;
      return true;
    }
    std::span<const std::span<char>> all() const { return {ranges_.data(), count_}; }

   private:
    std::array<std::span<char>, 8> ranges_{};
    std::size_t count_ = 0;
  };

  /// Error: this program's memory is not laid out as it must be.
  static Result<FirstState*> keep(const Arena& arena);

  /// Everything is as it was, but for what is named above. Whoever calls must hold nothing that malloc has given out since.
  /// False: it cannot be; the process has to end. So it is when a program has used more than Arena::smallPages() of the arena,
  /// which cannot be given back to the kernel behind the seal, or much stack, or when a block with a mapping of its own is left.
  bool restore(const Arena& arena);

  // For tests.
  std::span<const std::span<char>> ranges() const { return ranges_.all(); }
  std::span<const char> copyOf(std::size_t range) const;
  std::span<char> ownMemory() { return {reinterpret_cast<char*>(this), mapped_}; }

 private:
  FirstState() = default;
  void putBack(std::span<char> range, const char* copy);
  bool cleanStack() const;

  Ranges ranges_;
  std::size_t mapped_ = 0;
  char* copies_ = nullptr;  // one behind the other
  MallocMark malloc_{};
  std::size_t arena_ = 0;  // bytes, of the first range
  std::span<char> stack_;  // what is made zero, and at its beginning what is zero anyway
};

}  // namespace isobox::runner

#endif
