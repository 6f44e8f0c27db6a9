// The engine's heap: one contiguous arena with an allocator of our own. Runs in the zygote and in sealed runners;
// hostile after the first script. All bookkeeping lives inside the arena, so that its bytes are its whole state.
#ifndef ISOBOX_RUNNER_ENGINE_ARENA_H
#define ISOBOX_RUNNER_ENGINE_ARENA_H

#include <cstddef>
#include <cstdint>

#include "ipc/base/result.h"
#include "ipc/base/units.h"

namespace isobox::runner {

/// A two-level segregated-fit allocator (Masmano et al., "TLSF", 2004): constant-time allocate and free, immediate
/// coalescing, 16-byte alignment. Memory above `top` has never been touched. Single-threaded.
class Arena {
 public:
  /// Reserves `reserve` bytes of address space, untouched. The budget starts as large as the reserve.
  /// Error: ENOMEM.
  static Result<Arena> create(Bytes reserve);
  Arena(Arena&&) noexcept;
  Arena& operator=(Arena&&) noexcept;
  ~Arena();

  /// nullptr when the budget does not allow it, or size is 0.
  void* allocate(std::size_t size);
  void* reallocate(void* block, std::size_t size);
  void release(void* block);

  /// The sum of used memory that may not be exceeded, bookkeeping included. At most the reserve.
  void setBudget(Bytes budget);
  Bytes budget() const;

  Bytes used() const;        // in blocks, headers included
  Bytes peak() const;        // largest `used` since the last resetPeak
  void resetPeak();
  Bytes touched() const;     // from the arena's beginning to the highest byte ever handed out

  /// Walks the whole arena and checks every invariant. For tests.
  bool consistent() const;

 private:
  struct Control;
  Arena(Control* control) : control_(control) {}
  Control* control_ = nullptr;
};

}  // namespace isobox::runner

#endif
