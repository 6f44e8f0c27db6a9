// Duktape's memory: the arena, and what happens when it has no more to give. Runs in the zygote and in sealed
// runners.
#ifndef ISOBOX_RUNNER_ENGINE_ENGINE_HEAP_H
#define ISOBOX_RUNNER_ENGINE_ENGINE_HEAP_H

#include "runner/engine/arena.h"
#include "runner/engine/run_guard.h"

namespace isobox::runner {

/// Duktape answers a refused allocation with up to ten collections and then with an error that scripts can
/// catch. Here a run gets one collection for a refusal; when that was no help, the run is over: the guard
/// stops it, further collections are forbidden (each may take longer than the script did) and a small reserve
/// is opened to unwind with.
class EngineHeap {
 public:
  EngineHeap(Arena arena, RunGuard& guard) : arena_(std::move(arena)), guard_(guard) {}

  void* allocate(std::size_t size);
  void* reallocate(void* block, std::size_t size);
  void release(void* block) { arena_.release(block); }

  /// From here on `budget` holds. A session whose heap is full already gets a little more, to be able to
  /// empty it.
  void begin(Bytes budget);
  /// No budget until the next begin.
  void end();

  /// The largest use since begin, never more than the budget.
  Bytes peak() const;
  /// Arena::hideHoles.
  void hideHoles() { arena_.hideHoles(); }
  const Arena& arena() const { return arena_; }

 private:
  bool refuse(std::size_t size);
  void exhaust();
  void noteSuccess();

  Arena arena_;
  RunGuard& guard_;
  Bytes budget_;
  bool limited_ = false;
  bool exhausted_ = false;
  bool garbageLeft_ = false;  // a run was stopped with collections forbidden
  int refusals_ = 0;          // in a row
  int tightCollections_ = 0;  // in a row: collections that hardly helped
};

}  // namespace isobox::runner

#endif
