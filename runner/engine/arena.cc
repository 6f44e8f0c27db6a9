// A two-level segregated-fit allocator over one reserved mapping. Runs in the zygote and in sealed runners;
// hostile after the first script: a script that corrupts this memory gains nothing that it did not have
// before.
//
// Layout: Control, then blocks without gaps up to `top`, where a block of size 0 ends them. A block's payload
// begins 16 bytes after its address; its first word belongs to the block before it while that one is in use,
// so a block costs 8 bytes. Payload sizes are therefore 24, 40, 56, …: 8 more than a multiple of 16.
#include "runner/engine/arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace isobox::runner {

namespace {

constexpr std::size_t kAlign = 16;
constexpr std::size_t kOverhead = 8;          // of a block in use
constexpr std::size_t kSmallestPayload = 24;  // room for two links and the next block's first word
constexpr unsigned kSlotBits = 4;             // 16 size classes a power of two
constexpr unsigned kSlots = 1u << kSlotBits;
constexpr unsigned kLinearBits = 8;                 // below 256 bytes a class is 16 bytes wide
constexpr unsigned kLevels = 40 - kLinearBits + 1;  // up to 2^40 bytes
constexpr std::size_t kLargest = std::size_t{1} << 39;
constexpr std::size_t kHugePage = std::size_t{2} << 20;
constexpr std::size_t kFreeBit = 1;
constexpr std::size_t kPreviousFreeBit = 2;
constexpr std::size_t kFlagBits = kFreeBit | kPreviousFreeBit;

std::size_t payloadFor(std::size_t size) {
  if (size <= kSmallestPayload) return kSmallestPayload;
  return ((size + kOverhead + kAlign - 1) & ~(kAlign - 1)) - kOverhead;
}

// At a multiple of the size of huge pages; nullptr and errno.
char* reserveAligned(std::size_t size) {
  const std::size_t more = size + kHugePage;
  void* place = ::mmap(nullptr, more, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (place == MAP_FAILED) return nullptr;
  char* begin = static_cast<char*>(place);
  char* aligned = begin + (kHugePage - reinterpret_cast<std::uintptr_t>(begin) % kHugePage) % kHugePage;
  if (aligned > begin) ::munmap(begin, static_cast<std::size_t>(aligned - begin));
  ::munmap(aligned + size, static_cast<std::size_t>(begin + more - (aligned + size)));
  return aligned;
}

// nullptr when something lies there.
char* reserveAt(std::byte* wanted, std::size_t size) {
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
  void* place = wanted ? ::mmap(wanted, size, PROT_READ | PROT_WRITE, kFlags, -1, 0) : MAP_FAILED;
  if (place == MAP_FAILED) return nullptr;
  if (place == wanted) return static_cast<char*>(place);
  ::munmap(place, size);  // Linux before 4.17 takes the place for a hint
  return nullptr;
}

std::size_t smallPagesAt(const void* place) {
  return Arena::kSmallPages.count - reinterpret_cast<std::uintptr_t>(place) % kHugePage;
}

// Wishes, so a kernel without huge pages may refuse them.
void preferPageSizes(char* place, std::size_t size) {
  const std::size_t small = std::min(smallPagesAt(place), size);
  ::madvise(place, small, MADV_NOHUGEPAGE);
  ::madvise(place + small, size - small, MADV_HUGEPAGE);
}

}  // namespace

struct Arena::Block {
  std::size_t previousPayload;  // valid only when the block before is free
  std::size_t sizeAndFlags;
  Block* next;  // these two only when this block is free
  Block* previous;

  std::size_t payload() const { return sizeAndFlags & ~kFlagBits; }
  void setPayload(std::size_t payload) { sizeAndFlags = payload | (sizeAndFlags & kFlagBits); }
  bool isFree() const { return sizeAndFlags & kFreeBit; }
  bool previousIsFree() const { return sizeAndFlags & kPreviousFreeBit; }
  void* bytes() { return reinterpret_cast<char*>(this) + kAlign; }
  Block* after() { return reinterpret_cast<Block*>(reinterpret_cast<char*>(this) + payload() + kOverhead); }
  Block* before() {
    return reinterpret_cast<Block*>(reinterpret_cast<char*>(this) - previousPayload - kOverhead);
  }
  static Block* of(void* bytes) { return reinterpret_cast<Block*>(static_cast<char*>(bytes) - kAlign); }
};

struct Arena::Control {
  std::size_t mapped;
  std::size_t budget;
  std::size_t used;
  std::size_t peak;
  std::size_t highest;  // of `top`, as an offset
  std::size_t hidden;   // bytes that look like blocks in use, and are not
  Block* floor;         // what lies below is never free
  Block* top;           // the block of size 0
  std::uint64_t levelMap;
  std::uint16_t slotMap[kLevels];
  Block* free[kLevels][kSlots];

  Block* first() {
    const auto end = reinterpret_cast<std::uintptr_t>(this + 1);
    return reinterpret_cast<Block*>((end + kAlign - 1) & ~(kAlign - 1));
  }
  std::size_t offsetOf(const void* place) const {
    return static_cast<std::size_t>(static_cast<const char*>(place) - reinterpret_cast<const char*>(this));
  }
};

// A size class: level (power of two) and slot within it.
struct Arena::Slot {
  unsigned level;
  unsigned slot;

  static Slot holding(std::size_t payload) {
    if (payload < (std::size_t{1} << kLinearBits)) return {0, static_cast<unsigned>(payload / kAlign)};
    const unsigned log = std::bit_width(payload) - 1;
    return {log - kLinearBits + 1, static_cast<unsigned>(payload >> (log - kSlotBits)) & (kSlots - 1)};
  }
  // The first class in which every block is large enough.
  static Slot fitting(std::size_t payload) {
    if (payload < (std::size_t{1} << kLinearBits)) return holding(payload);
    const unsigned log = std::bit_width(payload) - 1;
    return holding(payload + (std::size_t{1} << (log - kSlotBits)) - 1);
  }
};

std::size_t Arena::mappedFor(Bytes reserve) {
  return (reserve.count + kFragmentation.count + 4095) & ~std::size_t{4095};
}

Result<Arena> Arena::create(Bytes reserve, std::byte* wanted) {
  if (reserve.count >= kLargest) return Error{"reserve the engine's heap", ENOMEM, "more than 512 GiB"};
  const std::size_t mapped = mappedFor(reserve);
  char* place = reserveAt(wanted, mapped);
  if (!place) place = reserveAligned(mapped);
  if (!place) return errnoError("reserve the engine's heap");
  preferPageSizes(place, mapped);
  auto* control = reinterpret_cast<Control*>(place);  // zero-filled by the kernel
  control->mapped = mapped;
  control->budget = reserve.count;
  control->used = control->offsetOf(control->first()) + kAlign;
  control->peak = control->used;
  control->floor = control->first();
  Arena arena(control);
  arena.setTop(control->first(), false);
  return arena;
}

Arena::Arena(Arena&& other) noexcept : control_(std::exchange(other.control_, nullptr)) {}

Arena& Arena::operator=(Arena&& other) noexcept {
  std::swap(control_, other.control_);
  return *this;
}

Arena::~Arena() {
  if (control_) ::munmap(control_, control_->mapped);
}

void* Arena::allocate(std::size_t size) {
  if (size == 0 || size >= kLargest) return nullptr;
  const std::size_t payload = payloadFor(size);
  if (!mayGrow(payload + kOverhead)) return nullptr;
  Block* block = takeFree(payload);
  if (!block) block = raiseTop(payload);
  if (!block) return nullptr;
  account(0, block->payload() + kOverhead);
  return block->bytes();
}

void* Arena::reallocate(void* old, std::size_t size) {
  if (!old) return allocate(size);
  if (size == 0) {
    release(old);
    return nullptr;
  }
  if (size >= kLargest) return nullptr;
  Block* block = Block::of(old);
  const std::size_t payload = payloadFor(size);
  const std::size_t before = block->payload();
  if (payload <= before || growInPlace(block, payload)) {
    cutTail(block, payload);
    account(before, block->payload());
    return old;
  }
  void* moved = allocate(size);
  if (!moved) return nullptr;
  std::memcpy(moved, old, before);
  release(old);
  return moved;
}

void Arena::release(void* bytes) {
  if (!bytes) return;
  Block* block = Block::of(bytes);
  account(block->payload() + kOverhead, 0);
  giveBack(block);
}

void Arena::setBudget(Bytes budget) {
  control_->budget = budget.count < control_->mapped ? budget.count : control_->mapped;
}
Bytes Arena::budget() const {
  return {control_->budget};
}
Bytes Arena::used() const {
  return {control_->used};
}
Bytes Arena::peak() const {
  return {control_->peak};
}
void Arena::resetPeak() {
  control_->peak = control_->used;
}
Bytes Arena::touched() const {
  return {control_->highest};
}

std::span<std::byte> Arena::pages() const {
  auto* begin = reinterpret_cast<std::byte*>(control_);
  return {begin, (control_->offsetOf(control_->top) + kAlign + 4095) & ~std::size_t{4095}};
}

Bytes Arena::smallPages() const {
  return {smallPagesAt(control_)};
}

std::span<std::byte> Arena::reserved() const {
  return {reinterpret_cast<std::byte*>(control_), control_->mapped};
}

std::span<char> Arena::touchedBytes() const {
  return {reinterpret_cast<char*>(control_), control_->highest};
}

bool Arena::mayGrow(std::size_t bytes) const {
  return control_->used + bytes + kAlign <=
         control_->budget;  // a rest too small for a block stays with its neighbour
}

void Arena::account(std::size_t before, std::size_t after) {
  control_->used += after - before;
  if (control_->used > control_->peak) control_->peak = control_->used;
}

void Arena::setTop(Block* block, bool previousIsFree) {
  block->sizeAndFlags = previousIsFree ? kPreviousFreeBit : 0;
  control_->top = block;
  const std::size_t end = control_->offsetOf(block) + kAlign;
  if (end > control_->highest) control_->highest = end;
}

// The block leaves its list, whole, or cut to size when the rest makes a block of its own.
Arena::Block* Arena::takeFree(std::size_t payload) {
  const Slot want = Slot::fitting(payload);
  unsigned level = want.level;
  std::uint32_t slots = control_->slotMap[level] & (~0u << want.slot);
  if (!slots) {
    const std::uint64_t levels = control_->levelMap & (~std::uint64_t{0} << (level + 1));
    if (!levels) return nullptr;
    level = std::countr_zero(levels);
    slots = control_->slotMap[level];
  }
  Block* block = control_->free[level][std::countr_zero(slots)];
  removeFree(block);
  block->after()->sizeAndFlags &= ~kPreviousFreeBit;
  cutTail(block, payload);
  return block;
}

Arena::Block* Arena::raiseTop(std::size_t payload) {
  Block* block = control_->top;
  const std::size_t end = control_->offsetOf(block) + payload + kOverhead + kAlign;
  if (end > control_->mapped || end > control_->budget + kFragmentation.count) return nullptr;
  block->setPayload(payload);
  setTop(block->after(), false);
  return block;
}

// Into the free block behind, or into untouched memory when there is none behind.
bool Arena::growInPlace(Block* block, std::size_t payload) {
  const std::size_t before = block->payload();
  if (!mayGrow(payload - before)) return false;
  Block* after = block->after();
  if (after == control_->top) {
    const std::size_t end = control_->offsetOf(block) + payload + kOverhead + kAlign;
    if (end > control_->mapped || end > control_->budget + kFragmentation.count) return false;
    block->setPayload(payload);
    setTop(block->after(), false);
    return true;
  }
  if (!after->isFree() || before + kOverhead + after->payload() < payload) return false;
  removeFree(after);
  block->setPayload(before + kOverhead + after->payload());
  block->after()->sizeAndFlags &= ~kPreviousFreeBit;
  return true;
}

// What lies beyond `payload` becomes a free block, when it is large enough to be one.
void Arena::cutTail(Block* block, std::size_t payload) {
  const std::size_t rest = block->payload() - payload;
  if (rest < kSmallestPayload + kOverhead) return;
  block->setPayload(payload);
  Block* tail = block->after();
  tail->sizeAndFlags = rest - kOverhead;
  giveBack(tail);
}

void Arena::hideHoles() {
  for (Block* block = control_->first(); block != control_->top; block = block->after()) {
    if (!block->isFree()) continue;
    removeFree(block);
    block->after()->sizeAndFlags &= ~kPreviousFreeBit;
    control_->hidden += block->payload() + kOverhead;
  }
  control_->floor = control_->top;
}

// Joins the block with free neighbours and puts it into its list, or lowers the top over it.
void Arena::giveBack(Block* block) {
  if (block < control_->floor) {
    control_->hidden += block->payload() + kOverhead;
    return;
  }
  Block* after = block->after();
  if (after->isFree()) {
    removeFree(after);
    block->setPayload(block->payload() + kOverhead + after->payload());
    after = block->after();
  }
  if (block->previousIsFree()) {
    Block* before = block->before();
    removeFree(before);
    before->setPayload(before->payload() + kOverhead + block->payload());
    block = before;
  }
  if (after == control_->top) return setTop(block, false);
  insertFree(block);
}

void Arena::insertFree(Block* block) {
  const Slot where = Slot::holding(block->payload());
  Block*& head = control_->free[where.level][where.slot];
  block->next = head;
  block->previous = nullptr;
  if (head) head->previous = block;
  head = block;
  control_->slotMap[where.level] |= 1u << where.slot;
  control_->levelMap |= std::uint64_t{1} << where.level;
  block->sizeAndFlags |= kFreeBit;
  Block* after = block->after();
  after->sizeAndFlags |= kPreviousFreeBit;
  after->previousPayload = block->payload();
}

void Arena::removeFree(Block* block) {
  const Slot where = Slot::holding(block->payload());
  if (block->next) block->next->previous = block->previous;
  if (block->previous) {
    block->previous->next = block->next;
  } else {
    control_->free[where.level][where.slot] = block->next;
    if (!block->next) control_->slotMap[where.level] &= ~(1u << where.slot);
    if (!control_->slotMap[where.level]) control_->levelMap &= ~(std::uint64_t{1} << where.level);
  }
  block->sizeAndFlags &= ~kFreeBit;
}

bool Arena::consistent() const {
  std::size_t used = control_->offsetOf(control_->first()) + kAlign;
  std::size_t freeBlocks = 0;
  bool previousFree = false;
  std::size_t previousPayload = 0;
  Block* block = control_->first();
  for (; block != control_->top; block = block->after()) {
    if (block > control_->top || block->payload() < kSmallestPayload) return false;
    if (block->payload() % kAlign != kOverhead) return false;
    if (block->previousIsFree() != previousFree) return false;
    if (previousFree && (block->isFree() || block->previousPayload != previousPayload)) return false;
    previousFree = block->isFree();
    previousPayload = block->payload();
    (previousFree ? freeBlocks : used) += previousFree ? 1 : block->payload() + kOverhead;
  }
  // A free block never lies directly below the top: the top would have come down.
  if (previousFree || block->previousIsFree() || block->payload() != 0 || block->isFree()) return false;
  return used == control_->used + control_->hidden && control_->used <= control_->peak && freeListsAgree(freeBlocks);
}

bool Arena::freeListsAgree(std::size_t freeBlocks) const {
  std::size_t listed = 0;
  for (unsigned level = 0; level < kLevels; ++level) {
    if (((control_->levelMap >> level) & 1) != (control_->slotMap[level] != 0)) return false;
    for (unsigned slot = 0; slot < kSlots; ++slot) {
      const Block* block = control_->free[level][slot];
      if (((control_->slotMap[level] >> slot) & 1) != (block != nullptr)) return false;
      for (; block; block = block->next, ++listed) {
        const Slot home = Slot::holding(block->payload());
        if (!block->isFree() || home.level != level || home.slot != slot) return false;
        if (block->next && block->next->previous != block) return false;
      }
    }
  }
  return listed == freeBlocks;
}

}  // namespace isobox::runner
