// Duktape's memory: the arena, and what happens when it has no more to give. Runs in the zygote and in sealed
// runners.
#include "runner/engine/engine_heap.h"

#include <algorithm>

namespace isobox::runner {

namespace {

// For error objects and stack growth while a stopped run unwinds.
constexpr Bytes kUnwindReserve = 512_KiB;
// What a run gets at least, however full the heap already is.
constexpr Bytes kRoomToCleanUp = 128_KiB;
// A collection that leaves less than 1/32 of the budget is followed by the next one soon: after as many in a
// row the run only collects.
constexpr int kTightCollections = 8;
constexpr std::uint64_t kTightPart = 32;

}  // namespace

void* EngineHeap::allocate(std::size_t size) {
  void* block = arena_.allocate(size);
  if (block) {
    if (refusals_) noteSuccess();
    return block;
  }
  return refuse(size) ? arena_.allocate(size) : nullptr;
}

void* EngineHeap::reallocate(void* old, std::size_t size) {
  void* block = arena_.reallocate(old, size);
  if (block) {
    if (refusals_) noteSuccess();
    return block;
  }
  return refuse(size) ? arena_.reallocate(old, size) : nullptr;
}

// True when the reserve was opened and asking again may help.
bool EngineHeap::refuse(std::size_t size) {
  if (size == 0 || !limited_ || exhausted_) return false;
  const bool collectFirst =
      ++refusals_ == 1 && size <= budget_.count && tightCollections_ < kTightCollections && !guard_.stopped();
  if (collectFirst) return false;
  exhaust();
  return true;
}

void EngineHeap::noteSuccess() {
  refusals_ = 0;
  const bool tight = arena_.used().count + budget_.count / kTightPart > budget_.count;
  tightCollections_ = tight ? tightCollections_ + 1 : 0;
}

void EngineHeap::exhaust() {
  exhausted_ = garbageLeft_ = true;
  arena_.setBudget(budget_ + kUnwindReserve);
  isobox_forbid_collections(guard_.ctx());
  guard_.stop(ipc::Claim::HeapExhausted);
}

void EngineHeap::begin(Bytes budget) {
  if (garbageLeft_) duk_gc(guard_.ctx(), 0);
  garbageLeft_ = false;
  budget_ = std::max(budget, arena_.used() + kRoomToCleanUp);
  arena_.setBudget(budget_);
  arena_.resetPeak();
  refusals_ = tightCollections_ = 0;
  limited_ = true;
}

void EngineHeap::end() {
  if (exhausted_) isobox_allow_collections(guard_.ctx());
  exhausted_ = limited_ = false;
  arena_.setBudget({~std::uint64_t{0}});
  refusals_ = 0;
}

Bytes EngineHeap::peak() const {
  return std::min(arena_.peak(), budget_);
}

}  // namespace isobox::runner
