// The engine's heap: one contiguous arena with an allocator of our own. Runs in the zygote and in sealed
// runners; hostile after the first script. All bookkeeping lives inside the arena, so that its bytes are its
// whole state.
#ifndef ISOBOX_RUNNER_ENGINE_ARENA_H
#define ISOBOX_RUNNER_ENGINE_ARENA_H

#include <cstddef>
#include <cstdint>
#include <span>

#include "ipc/base/result.h"
#include "ipc/base/units.h"

namespace isobox::runner {

/// A two-level segregated-fit allocator (Masmano et al., "TLSF", 2004): constant-time allocate and free,
/// immediate coalescing, 16-byte alignment, 8 bytes of overhead a block. Memory above `top` has never been
/// touched or was given back to it. Single-threaded. Makes no system call after `create`.
class Arena {
 public:
  /// How far holes between blocks may make the arena larger than its budget, in touched memory.
  static constexpr Bytes kFragmentation = 4_MiB;

  /// From the huge page on in which this many bytes end memory comes in huge pages where the kernel has them: a program that needs much gets
  /// it 60 times faster (2 MiB in one fault), and at most 2 MiB more than it touches. What lies below is in small pages, unless whoever
  /// made the process has put it into others.
  static constexpr Bytes kSmallPages = 4_MiB;
  /// So many bytes lie below.
  Bytes smallPages() const;

  /// Reserves `reserve` bytes of address space (and kFragmentation more), untouched; at `place`, which begins a page, if nothing lies there.
  /// The budget starts as large as the reserve. Error: ENOMEM.
  static Result<Arena> create(Bytes reserve, std::byte* place = nullptr);
  /// So many bytes are mapped for it.
  static std::size_t mappedFor(Bytes reserve);
  Arena(Arena&&) noexcept;
  Arena& operator=(Arena&&) noexcept;
  ~Arena();

  /// nullptr when the budget does not allow it, or size is 0.
  void* allocate(std::size_t size);
  /// As realloc(3): the old block stays as it is when the answer is nullptr, and is released when size is 0.
  void* reallocate(void* block, std::size_t size);
  void release(void* block);

  /// What is free below `top` is never handed out again, nor what is released of what is in use now. For an image that others
  /// share by copy-on-write: what they allocate lies together, on pages of their own.
  void hideHoles();

  /// The sum of used memory that may not be exceeded, bookkeeping included. At most what create reserved.
  /// Lower than what is in use already: nothing more can be allocated until enough was released.
  void setBudget(Bytes budget);
  Bytes budget() const;

  Bytes used() const;  // in blocks, headers included
  Bytes peak() const;  // largest `used` since the last resetPeak
  void resetPeak();
  Bytes touched() const;  // from the arena's beginning to the highest byte ever handed out
  /// All of its state: what lies above is as the kernel gave it.
  std::span<char> touchedBytes() const;

  /// The pages from its beginning to the highest byte in use.
  std::span<std::byte> pages() const;
  /// All that it has reserved.
  std::span<std::byte> reserved() const;

  /// Walks the whole arena and checks every invariant. For tests.
  bool consistent() const;

 private:
  struct Control;
  struct Block;
  struct Slot;
  explicit Arena(Control* control) : control_(control) {}

  Block* takeFree(std::size_t payload);
  Block* raiseTop(std::size_t payload);
  bool mayGrow(std::size_t bytes) const;
  bool growInPlace(Block* block, std::size_t payload);
  void cutTail(Block* block, std::size_t payload);
  void giveBack(Block* block);
  void insertFree(Block* block);
  void removeFree(Block* block);
  void setTop(Block* block, bool previousIsFree);
  void account(std::size_t payloadBefore, std::size_t payloadAfter);
  bool freeListsAgree(std::size_t freeBlocks) const;

  Control* control_ = nullptr;
};

}  // namespace isobox::runner

#endif
